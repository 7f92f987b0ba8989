package io.srvlab.csi.rds.simulator.rds;

/** Where hosts meet the exports: nowhere but in this process, or at a real target. A failure is the command's. */
interface ShownExports {
    /** Shows the export to the hosts admitted. One that is shown already only gets the new admission. */
    void show(Export export, Admission admission);

    /** Takes the export away, and with it every connection. One that is not shown is success. */
    void hide(Export export);

    /** Admits these hosts from now on; with {@code cut}, hosts that are connected have to connect again. */
    void admit(Export export, Admission admission, boolean cut);

    /** The image's size changed, and hosts are to see it at once. */
    void resized(Export export);
}
