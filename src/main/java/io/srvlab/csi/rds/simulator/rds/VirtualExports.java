package io.srvlab.csi.rds.simulator.rds;

/** Exports that only virtual hosts of this process see, which ask {@link Exports} itself: nothing is to be done. */
record VirtualExports() implements ShownExports {
    @Override
    public void prepare(Export export, Admission admission) {}

    @Override
    public void open(Export export) {}

    @Override
    public void shut(Export export) {}

    @Override
    public void remove(Export export) {}

    @Override
    public void admit(Export export, Admission admission, boolean cut) {}

    @Override
    public void resized(Export export) {}
}
