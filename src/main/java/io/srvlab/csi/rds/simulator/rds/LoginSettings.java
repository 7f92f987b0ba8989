package io.srvlab.csi.rds.simulator.rds;

import org.jspecify.annotations.Nullable;

/** The user who may log in, and the public key (an OpenSSH line); no key means nobody can until one is authorized. */
public record LoginSettings(String user, @Nullable String authorizedKey) {
    public LoginSettings {
        if (user == null || user.isBlank() || user.contains("+")) {
            throw new IllegalArgumentException("user '" + user + "'; use a plain user name without '+'");
        }
    }
}
