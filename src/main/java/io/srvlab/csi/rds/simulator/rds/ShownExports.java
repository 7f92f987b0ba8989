package io.srvlab.csi.rds.simulator.rds;

/** Where hosts meet the exports: nowhere but in this process, or at a real target. A failure is the command's. */
interface ShownExports {
    /** Makes the export ready for the hosts admitted, to be opened next. One that is open already only gets the new admission. */
    void prepare(Export export, Admission admission);

    /** Hosts find what was prepared from now on; when that fails, nothing is left of it. */
    void open(Export export);

    /** Hosts do not find the export any more, and every connection is cut. One that is not open is success. */
    void shut(Export export);

    /** Shuts the export and undoes its preparation. One that is not there is success. */
    void remove(Export export);

    /** Admits these hosts from now on; with {@code cut}, hosts that are connected have to connect again. */
    void admit(Export export, Admission admission, boolean cut);

    /** The image's size changed, and hosts are to see it at once. */
    void resized(Export export);
}
