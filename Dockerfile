# The driver's image, both roles. First ./mvnw package, then: docker build -t rds-csi-driver .
#
# Three things to know:
#  - The AOT caches are trained here, in the layer order they will be read in. The JVM refuses one when a jar's time stamp has
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

# Two training runs. One calls, with everything outside simulated, whatever a cluster would: the guided tour. The other is a node's
# until it serves: a class in a cache takes memory whether it is used or not, and of nodes there are many. A cache fits
# one class path only: the jar is named as below. What the tour's calls ran most is recorded too, and compiled soon; a node's is not.
RUN set -eu; \
    train() { \
        cache=/app/$1.aot; record=$2; ready=$3; shift 3; \
        java -XX:AOTCacheOutput=$cache -XX:+UnlockDiagnosticVMOptions -XX:${record}AOTRecordTraining -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
            --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar /app/rds-csi-driver.jar \
            --rds-csi.node-id=training --rds-csi.endpoint=unix:///tmp/csi.sock --rds-csi.node.state-directory=/tmp/node \
            --rds-csi.node.sys=/tmp --rds-csi.node.dev=/tmp --server.port=8080 --management.server.port=8080 "$@" >/tmp/training.log & \
        trained=$!; \
        for second in $(seq 180); do \
            kill -0 $trained; \
            ! grep -q "$ready" /tmp/training.log || break; \
            sleep 1; \
        done; \
        grep -q "$ready" /tmp/training.log || { cat /tmp/training.log; exit 1; }; \
        for page in health/liveness health/readiness prometheus; do \
            bash -c "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /actuator/$page HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3 >/dev/null"; \
        done; \
        kill -TERM $trained; \
        wait $trained || true; \
        test -s $cache; \
        chmod 644 $cache; \
        rm -rf /tmp/*; \
    }; \
    train app + 'all is well' --rds-csi.role=monolith --rds-csi.outside=simulated --rds-csi.simulator.directory=/tmp/rds --rds-csi.tour=true; \
    train node - 'Started RdsCsiDriver' --rds-csi.role=node --rds-csi.outside=real --rds-csi.owner=training --rds-csi.kubernetes.enabled=false \
        --rds-csi.managed-nqn-prefix=nqn.2000-02.com.mikrotik:pvc- --rds-csi.node.shield=off --rds-csi.node.registration-directory=/tmp/registry

# A controller compiles early: its load comes in bursts. A node's pod names the other cache, and compiles late.
ENV JDK_JAVA_OPTIONS="-XX:AOTCache=/app/app.aot -XX:CompileThresholdScaling=0.1"
ENV JAVA_TOOL_OPTIONS=-Xmx48m
USER 65532:65532
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms16m", \
    "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-jar", "/app/rds-csi-driver.jar"]
