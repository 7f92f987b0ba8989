package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * A filesystem inside an image file: a superblock with the real magic numbers, sizes and UUID in their real places, so that
 * probing reads the image like blkid does. The files themselves are kept by {@link ImageFiles}.
 */
final class ImageFilesystem {
    static final int BLOCK = 4096;

    private static final int EXT_SUPERBLOCK = 1024;
    private static final int EXT_MAGIC_AT = EXT_SUPERBLOCK + 56;
    private static final short EXT_MAGIC = (short) 0xEF53;
    private static final byte[] XFS_MAGIC = "XFSB".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 2048;

    private final Path image;

    ImageFilesystem(Path image) {
        this.image = image;
    }

    Optional<String> type() throws IOException {
        ByteBuffer start = read();
        if (start.slice(0, XFS_MAGIC.length).equals(ByteBuffer.wrap(XFS_MAGIC))) {
            return Optional.of("xfs");
        }
        boolean ext = start.order(ByteOrder.LITTLE_ENDIAN).getShort(EXT_MAGIC_AT) == EXT_MAGIC;
        return ext ? Optional.of("ext4") : Optional.empty();
    }

    void format(String type, long size) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(LENGTH);
        UUID id = UUID.randomUUID();
        if (type.equals("xfs")) {
            start.put(0, XFS_MAGIC).putInt(4, BLOCK).putShort(102, (short) 512);
            start.putLong(32, id.getMostSignificantBits()).putLong(40, id.getLeastSignificantBits());
        } else {
            int uuid = EXT_SUPERBLOCK + 104;
            start.putLong(uuid, id.getMostSignificantBits()).putLong(uuid + 8, id.getLeastSignificantBits());
            start.order(ByteOrder.LITTLE_ENDIAN).putInt(EXT_SUPERBLOCK + 24, 2).putShort(EXT_MAGIC_AT, EXT_MAGIC);
            start.putInt(EXT_SUPERBLOCK + 76, 1)
                    .putInt(EXT_SUPERBLOCK + 92, 0x04)
                    .putInt(EXT_SUPERBLOCK + 96, 0x2C2);
        }
        write(start);
        resize(size);
    }

    /** The filesystem's size in bytes, which resizing changes and a larger image does not. */
    long size() throws IOException {
        ByteBuffer start = read();
        if (isXfs()) {
            return start.getLong(8) * BLOCK;
        }
        start.order(ByteOrder.LITTLE_ENDIAN);
        long low = Integer.toUnsignedLong(start.getInt(EXT_SUPERBLOCK + 4));
        long high = Integer.toUnsignedLong(start.getInt(EXT_SUPERBLOCK + 0x150));
        return ((high << 32) | low) * BLOCK;
    }

    void resize(long size) throws IOException {
        ByteBuffer start = read();
        long blocks = size / BLOCK;
        if (isXfs()) {
            start.putLong(8, blocks);
        } else {
            start.order(ByteOrder.LITTLE_ENDIAN).putInt(EXT_SUPERBLOCK + 4, (int) blocks);
            start.putInt(EXT_SUPERBLOCK + 0x150, (int) (blocks >>> 32));
        }
        write(start);
    }

    UUID id() throws IOException {
        int at = isXfs() ? 32 : EXT_SUPERBLOCK + 104;
        ByteBuffer start = read();
        return new UUID(start.getLong(at), start.getLong(at + 8));
    }

    private boolean isXfs() throws IOException {
        return type().filter("xfs"::equals).isPresent();
    }

    private ByteBuffer read() throws IOException {
        ByteBuffer start = ByteBuffer.allocate(LENGTH);
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ)) {
            channel.read(start, 0);
        }
        return start.clear();
    }

    private void write(ByteBuffer start) throws IOException {
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            channel.write(start.clear(), 0);
        }
    }
}
