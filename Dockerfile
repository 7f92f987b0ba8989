# The driver's image, both roles. First ./mvnw package, then: docker build -t rds-csi-driver .
#
# Three things to know:
#  - The AOT cache is trained here, in the layer order it will be read in. The JVM refuses it when a jar's time stamp has
#    changed since; do not rewrite time stamps when copying the image (a refusal costs start-up time, nothing else).
#  - The image runs as user 65532, which is all the controller needs. The node mounts, formats and writes device files: its
#    DaemonSet says runAsUser: 0 and privileged: true.
#  - The heap's limit is the one flag that differs by role; it stands in JAVA_TOOL_OPTIONS, which a pod may replace. The heap begins
#    with room for the objects that the cache brings (6 MB, into the old generation's two thirds): without it the JVM does not start.
ARG JDK=docker.io/library/eclipse-temurin:25-jdk
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${JDK} AS build
WORKDIR /build
# Modules are named, not found: jdeps cannot see what Spring and Netty reach by name.
RUN jlink --output /opt/jre --compress zip-6 --strip-java-debug-attributes --no-header-files --no-man-pages \
    --add-modules java.desktop,java.instrument,java.management,java.naming,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
COPY target/rds-csi-driver.jar .
RUN java -Djarmode=tools -jar rds-csi-driver.jar extract --layers --destination layers

FROM ${BASE}
# What a node needs to format, check, grow, mount and shield. NVMe/TCP is connected through /dev/nvme-fabrics, without nvme-cli.
RUN apt-get update \
    && apt-get install -y --no-install-recommends dmsetup e2fsprogs mount util-linux xfsprogs \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/jre/bin:$PATH LANG=C.UTF-8
COPY --from=build /opt/jre /opt/jre
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./

# The training run, with everything outside simulated: the guided tour calls whatever a cluster would. The cache fits one class
# path only: the jar is named as below.
RUN set -eu; \
    java -XX:AOTCacheOutput=/app/app.aot -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar /app/rds-csi-driver.jar \
        --rds-csi.role=monolith --rds-csi.outside=simulated --rds-csi.node-id=training \
        --rds-csi.endpoint=unix:///tmp/csi.sock --rds-csi.simulator.directory=/tmp/rds --rds-csi.node.state-directory=/tmp/node \
        --rds-csi.tour=true --server.port=8080 --management.server.port=8080 >/tmp/training.log & \
    trained=$!; \
    for second in $(seq 180); do \
        kill -0 $trained; \
        ! grep -q 'all is well' /tmp/training.log || break; \
        sleep 1; \
    done; \
    grep -q 'all is well' /tmp/training.log || { cat /tmp/training.log; exit 1; }; \
    bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080; printf "GET /actuator/prometheus HTTP/1.0\r\n\r\n" >&3; cat <&3 >/dev/null'; \
    kill -TERM $trained; \
    wait $trained || true; \
    test -s /app/app.aot; \
    chmod 644 /app/app.aot; \
    rm -rf /tmp/*

ENV JAVA_TOOL_OPTIONS=-Xmx48m
USER 65532:65532
ENTRYPOINT ["java", "-XX:AOTCache=/app/app.aot", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms16m", \
    "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-jar", "/app/rds-csi-driver.jar"]
