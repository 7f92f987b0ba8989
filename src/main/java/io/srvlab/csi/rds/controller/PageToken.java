package io.srvlab.csi.rds.controller;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Base64;

/**
 * Names the last volume of a page. The next page begins after it in the order of ids, whatever has been made or deleted since,
 * so that nothing is listed twice and nothing that stayed is left out.
 */
final class PageToken {
    private static final String MARK = "after:";

    private PageToken() {}

    static String after(VolumeId last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + last).getBytes(UTF_8));
    }

    static VolumeId last(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
            if (text.startsWith(MARK)) {
                return new VolumeId(text.substring(MARK.length()));
            }
        } catch (IllegalArgumentException | Failure.NotFound unreadable) {
            throw invalid();
        }
        throw invalid();
    }

    private static Failure invalid() {
        return new Failure.InvalidToken("starting_token was not issued here", "list again from the start");
    }
}
