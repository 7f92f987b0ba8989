package io.srvlab.csi.rds.simulator.console;

/** An item to print, with its position in the unfiltered list. */
record Row(int index, Item item) {}
