package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.util.List;

/** A kernel subsystem's configuration as configfs shows it: directories are objects, files their attributes, links relations. */
interface Configfs {
    boolean exists(String path);

    /** The names in a directory; none when there is no such directory. */
    List<String> list(String path) throws IOException;

    /** Makes an object; its attributes appear by themselves. */
    void makeDirectory(String path) throws IOException;

    /** Removes an object with its attributes, which the kernel refuses while others refer to it. */
    void removeDirectory(String path) throws IOException;

    String read(String attribute) throws IOException;

    void write(String attribute, String value) throws IOException;

    void link(String path, String target) throws IOException;

    void unlink(String path) throws IOException;
}
