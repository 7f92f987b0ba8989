package io.srvlab.csi.rds.host;

import reactor.core.publisher.Mono;

/** The kernel's NVMe over Fabrics control surface: /dev/nvme-fabrics and the controllers' sysfs attributes. */
public interface FabricsDevice {
    /**
     * Writes a connect line such as {@code nqn=...,transport=tcp,traddr=...,trsvcid=...} and answers with the controller's
     * name, {@code nvme0}. Fails with {@link java.io.IOException} carrying the kernel's error (EALREADY when this host is
     * connected to that NQN already, EIO when the target refuses it).
     */
    Mono<String> connect(String options);

    /** Deletes a controller such as {@code nvme0}; a controller that is gone already is success. */
    Mono<Void> disconnect(String controller);

    /** Has the controller read its namespaces' identities and sizes again; the kernel does so after this has ended. */
    Mono<Void> rescan(String controller);

    /**
     * Has the controller fail reads and writes as soon as its target is away, instead of keeping them for whatever comes back, where
     * the kernel can do that.
     */
    Mono<Void> failFast(String controller);
}
