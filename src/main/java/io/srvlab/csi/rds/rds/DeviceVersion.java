package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.RejectionReason;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.RouterOsVersion;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.routeros.TransportFailure;
import io.srvlab.csi.rds.volume.Failure;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the device's RouterOS can do. Read once and remembered until a lost connection or a syntax error casts doubt on it,
 * because a device may be upgraded, or downgraded, between two connections.
 */
final class DeviceVersion {
    private static final Script SCRIPT =
            Script.reading("read-version", Statement.show("version", new Expression("[/system/resource/get version]")));

    private final SharedRead<RouterOsVersion> reading;
    private final AtomicReference<@Nullable RouterOsVersion> known = new AtomicReference<>();

    DeviceVersion(RouterOs device) {
        this.reading = new SharedRead<>(read(device));
    }

    /** The version; Conflict before 7.17, which has no file disks. */
    Mono<String> usable() {
        return atLeast(17).flatMap(DeviceVersion::orTooOld);
    }

    /** The same, asking the device now. */
    Mono<String> refreshed() {
        return asked().flatMap(DeviceVersion::orTooOld);
    }

    /** Conflict before 7.21, where the NQN of an export cannot be set. */
    Mono<String> settingNqns() {
        return atLeast(21)
                .flatMap(version -> version.atLeast(7, 17) && !version.atLeast(7, 21)
                        ? Mono.error(tooOld(version, "cannot set an export's NQN", "7.21"))
                        : orTooOld(version));
    }

    void forget() {
        known.set(null);
    }

    void doubt(RejectionReason reason) {
        if (reason == RejectionReason.SYNTAX) {
            forget();
        }
    }

    static Failure unavailable(TransportFailure failure) {
        return new Failure.Unavailable(
                String.valueOf(failure.getMessage()),
                "the call may be repeated; the driver keeps reconnecting",
                failure);
    }

    private static Mono<String> orTooOld(RouterOsVersion version) {
        return version.atLeast(7, 17)
                ? Mono.just(version.text())
                : Mono.error(tooOld(version, "has no file disks", "7.17, better 7.21 or later"));
    }

    /** What is known when it will do; a refusal is never given from memory, for the device may be newer by now. */
    private Mono<RouterOsVersion> atLeast(int minor) {
        return Mono.defer(() -> {
            RouterOsVersion version = known.get();
            return version != null && version.atLeast(7, minor) ? Mono.just(version) : asked();
        });
    }

    private Mono<RouterOsVersion> asked() {
        return reading.get().doOnNext(known::set);
    }

    private static Mono<RouterOsVersion> read(RouterOs device) {
        return device.execute(SCRIPT)
                .onErrorMap(TransportFailure.class, DeviceVersion::unavailable)
                .map(DeviceVersion::version);
    }

    private static RouterOsVersion version(Reply reply) {
        try {
            return reply.rows("version").stream()
                    .findFirst()
                    .map(row -> RouterOsVersion.parse(row.text("value")))
                    .orElseThrow(() -> new Failure.Unexpected(
                            "the RDS does not tell its version: " + reply, "check the RDS user's policies"));
        } catch (IllegalArgumentException strange) {
            throw new Failure.Unexpected("the RDS tells a strange version: " + strange.getMessage(), "report this");
        }
    }

    private static Failure tooOld(RouterOsVersion version, String lacks, String needs) {
        return new Failure.Conflict("RouterOS " + version.text() + " " + lacks, "needs RouterOS " + needs);
    }
}
