package io.srvlab.csi.rds.ssh;

import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** Trusts exactly the pinned keys of one connection attempt, asks only for proofs of them, and remembers a mismatch. */
final class PinnedHostKeys {
    static final AttributeKey<PinnedHostKeys> KEY = new AttributeKey<>();

    /** The library's own word for a mismatch does not say which keys; this attempt does. */
    static final ServerKeyVerifier VERIFIER = PinnedHostKeys::verify;

    static final SessionListener ASK_FOR_PINNED = new SessionListener() {
        @Override
        public void sessionCreated(Session session) {
            of(session).prefer(session);
        }
    };

    private final List<HostKey> pinned;
    private volatile String mismatch = "";

    PinnedHostKeys(List<HostKey> pinned) {
        this.pinned = pinned;
    }

    /** Empty unless the server showed another key. */
    String mismatch() {
        return mismatch;
    }

    private static PinnedHostKeys of(Session session) {
        return ((ClientSession) session).getConnectionContext().getAttribute(KEY);
    }

    private static boolean verify(ClientSession session, SocketAddress address, PublicKey key) {
        return of(session).accepts(key);
    }

    boolean accepts(PublicKey key) {
        if (pinned.stream().anyMatch(pin -> pin.matches(key))) {
            return true;
        }
        String expected = pinned.stream().map(HostKey::fingerprint).collect(Collectors.joining(" or "));
        mismatch = "host key " + new HostKey(key).fingerprint() + " is not the pinned " + expected
                + "; if the RDS got a new key, pin it, otherwise somebody else answers";
        return false;
    }

    /**
     * A server with keys of several types must not choose one that nobody pinned: ours come first. The others stay, because the
     * user's own key is proven by the same list.
     */
    private void prefer(Session session) {
        Set<String> proofs =
                pinned.stream().flatMap(pin -> pin.signatures().stream()).collect(Collectors.toSet());
        session.setSignatureFactories(session.getSignatureFactories().stream()
                .sorted(Comparator.comparing(signature -> !proofs.contains(signature.getName())))
                .toList());
    }
}
