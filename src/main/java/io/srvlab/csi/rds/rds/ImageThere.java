package io.srvlab.csi.rds.rds;

/** A file without a disk stands where the new image was to be: it is another script's to attach. */
final class ImageThere extends RuntimeException {
    private static final long serialVersionUID = 1;

    ImageThere() {
        super("an image file is there already", null, false, false);
    }
}
