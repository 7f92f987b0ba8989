package io.srvlab.csi.rds.tour;

import java.nio.file.Path;
import java.util.List;

/** What the tour may see of the storage behind the driver: the commands that reached it, and the files its volumes are. */
public interface Wire {
    /** The place in the history of commands where the next one will stand. */
    long mark();

    /** The command lines that arrived since a mark, in the order of their arrival. */
    List<String> since(long mark);

    /** The file in which the storage keeps a volume's bytes. */
    Path image(String volumeId);
}
