package io.srvlab.csi.rds.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The place of the CSI socket is made where nothing is lost by it, and refused by name elsewhere. */
class SocketFileTest {
    @TempDir
    Path directory;

    @Test
    void aDirectoryThatDoesNotExistIsMade() {
        Path path = directory.resolve("a/b/csi.sock");

        place(path).makeWay();

        assertThat(path.getParent()).isDirectory();
    }

    @Test
    void aStaleSocketIsRemoved() throws IOException {
        Path path = directory.resolve("csi.sock");
        listener(path).close();
        assertThat(path).exists();

        place(path).makeWay();

        assertThat(path).doesNotExist();
    }

    @Test
    void aLiveSocketIsRefusedByNameAndStays() throws IOException {
        Path path = directory.resolve("csi.sock");
        try (ServerSocketChannel _ = listener(path)) {
            assertThatThrownBy(() -> place(path).makeWay())
                    .hasMessageContaining("another process serves the CSI socket " + path)
                    .hasMessageContaining("rds-csi.endpoint");
            assertThat(path).exists();
        }
    }

    @Test
    void aFileThatIsNoSocketIsRefusedByNameAndStays() throws IOException {
        Path path = Files.writeString(directory.resolve("notes"), "dear diary");

        assertThatThrownBy(() -> place(path).makeWay())
                .hasMessageContaining("rds-csi.endpoint '" + path + "' is a file, not a socket");
        assertThat(path).hasContent("dear diary");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefusedWithTheReason() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> place(file.resolve("csi.sock")).makeWay())
                .hasMessageContaining("rds-csi.endpoint '" + file.resolve("csi.sock") + "' cannot be made")
                .hasMessageContaining("FileAlreadyExists");
        assertThatThrownBy(() -> place(Path.of("/proc/rds-csi/csi.sock")).makeWay())
                .hasMessageContaining("rds-csi.endpoint '/proc/rds-csi/csi.sock' cannot be made")
                .hasMessageContaining("use a directory that may be written");
    }

    /** Not even root may write there. */
    @Test
    void aDirectoryThatMayNotBeWrittenIsRefusedWithTheReason() {
        assertThatThrownBy(() -> place(Path.of("/proc/self/csi.sock")).makeWay())
                .hasMessageContaining("rds-csi.endpoint '/proc/self/csi.sock' cannot be made")
                .hasMessageContaining("AccessDenied");
    }

    @Test
    void aPathThatNoSocketCanHaveIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> place(directory.resolve("x".repeat(108))).makeWay())
                .hasMessageContaining("rds-csi.endpoint")
                .hasMessageContaining("107");
    }

    private static SocketFile place(Path path) {
        return new SocketFile(path, "rw-rw----");
    }

    private static ServerSocketChannel listener(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }
}
