package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a disk's comment says, read in one pass: a list of volumes has thousands. The form is {@link OwnerMark}'s.
 *
 * @param mark whose it is. A comment that only begins like a mark names nobody we know, so it is never ours either
 * @param export what it says of the export
 * @param fresh the generation of a disk that is marked as never used
 */
record DiskComment(Optional<OwnerMark> mark, ExportMark export, Optional<Generation> fresh) {
    private static final DiskComment UNMARKED =
            new DiskComment(Optional.empty(), new ExportMark(false, 0, ""), Optional.empty());

    /** A field that is cut short, or in another's place, is no field. */
    private static final Pattern FORM = Pattern.compile(OwnerMark.PREFIX
            + "(?<owner>[A-Za-z0-9._-]{1,64}):(?<volume>[A-Za-z0-9][A-Za-z0-9-]{0,127})"
            + field(OwnerMark.ROTATED + "(?<rotation>[0-9]{12})")
            + field(OwnerMark.FRESH + "(?<fresh>[0-9a-f]{16})")
            + field(OwnerMark.NUMBER + "(?<generation>[0-9]{1,18})")
            + "(:[^;]*)?(;.*)?");

    static DiskComment in(String comment) {
        if (!OwnerMark.isMarked(comment)) {
            return UNMARKED;
        }
        Matcher form = FORM.matcher(comment);
        return form.matches() ? of(form) : UNMARKED;
    }

    private static DiskComment of(Matcher form) {
        String generation = form.group("generation");
        String rotation = form.group("rotation");
        return new DiskComment(
                Optional.of(new OwnerMark(form.group("owner"), new VolumeId(form.group("volume")))),
                new ExportMark(
                        true, generation == null ? 0 : Long.parseLong(generation), rotation == null ? "" : rotation),
                Optional.ofNullable(form.group("fresh")).flatMap(Generation::in));
    }

    private static String field(String form) {
        return "(?:" + form + "(?![^:;]))?";
    }
}
