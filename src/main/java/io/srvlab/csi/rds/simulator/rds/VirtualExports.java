package io.srvlab.csi.rds.simulator.rds;

/** Exports that only virtual hosts of this process see, which ask {@link Exports} itself: nothing is to be done. */
record VirtualExports() implements ShownExports {
    @Override
    public void show(Export export, Admission admission) {}

    @Override
    public void hide(Export export) {}

    @Override
    public void admit(Export export, Admission admission, boolean cut) {}

    @Override
    public void resized(Export export) {}
}
