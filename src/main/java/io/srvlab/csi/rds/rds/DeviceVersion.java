package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.RejectionReason;
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

    private final RouterOs device;
    private final AtomicReference<@Nullable RouterOsVersion> known = new AtomicReference<>();

    DeviceVersion(RouterOs device) {
        this.device = device;
    }

    /** The version; Conflict before 7.17, which has no file disks. */
    Mono<String> usable() {
        return current().flatMap(DeviceVersion::orTooOld);
    }

    /** The same, asking the device now. */
    Mono<String> refreshed() {
        return read().flatMap(DeviceVersion::orTooOld);
    }

    /** Conflict before 7.21, where the NQN of an export cannot be set. */
    Mono<String> settingNqns() {
        return current()
                .flatMap(version -> version.atLeast(7, 21)
                        ? Mono.just(version.text())
                        : Mono.error(tooOld(version, "cannot set an export's NQN", "7.21")));
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

    private Mono<RouterOsVersion> current() {
        return Mono.defer(() -> {
            RouterOsVersion version = known.get();
            return version != null ? Mono.just(version) : read();
        });
    }

    private Mono<RouterOsVersion> read() {
        return device.execute(SCRIPT)
                .onErrorMap(TransportFailure.class, DeviceVersion::unavailable)
                .map(reply -> reply.rows("version").stream()
                        .findFirst()
                        .map(row -> RouterOsVersion.parse(row.text("value")))
                        .orElseThrow(() -> new Failure.Unexpected(
                                "the RDS does not tell its version: " + reply, "check the RDS user's policies")))
                .doOnNext(known::set);
    }

    private static Failure tooOld(RouterOsVersion version, String lacks, String needs) {
        return new Failure.Conflict("RouterOS " + version.text() + " " + lacks, "needs RouterOS " + needs);
    }
}
