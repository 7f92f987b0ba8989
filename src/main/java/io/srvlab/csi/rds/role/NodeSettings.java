package io.srvlab.csi.rds.role;

import java.nio.file.Path;

/** Where the node keeps its records, and the roots under which its kernel shows itself. */
record NodeSettings(Path stateDirectory, Path sys, Path proc, Path dev) {}
