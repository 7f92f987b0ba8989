package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.NamespaceIdentity;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A stage record as text: properties, of which an older release may have written only the first. */
final class StageRecordText {
    private final Properties properties = new Properties();

    private StageRecordText() {}

    static String of(StageRecord record) throws IOException {
        StageRecordText text = new StageRecordText();
        text.put("nqn", record.nqn());
        text.put("block", record.block());
        text.put("stagingPath", record.stagingPath());
        List<Path> nodes = record.deviceNodes();
        IntStream.range(0, nodes.size()).forEach(n -> text.put("deviceNode." + n, nodes.get(n)));
        text.put(record.link());
        text.put("wwid", record.identity().wwid());
        text.put("model", record.identity().model());
        text.put(record.proof());
        StringWriter out = new StringWriter();
        text.properties.store(out, "volume " + record.volume() + ", staged by the RDS CSI driver");
        return out.toString();
    }

    static StageRecord parse(VolumeId volume, String written) throws IOException {
        StageRecordText text = new StageRecordText();
        text.properties.load(new StringReader(written));
        return new StageRecord(
                volume,
                new Nqn(text.value("nqn")),
                Boolean.parseBoolean(text.value("block")),
                Path.of(text.value("stagingPath")),
                text.deviceNodes(),
                text.link(),
                new NamespaceIdentity(text.value("wwid"), text.value("model")),
                text.proof());
    }

    private List<Path> deviceNodes() {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> value("deviceNode." + n))
                .takeWhile(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }

    private void put(@Nullable StagedLink link) {
        if (link == null) {
            return;
        }
        put("target", link.target());
        put("ctrlLossTmo", link.options().ctrlLossTmo());
        put("reconnectDelay", link.options().reconnectDelay());
        put("keepAliveTmo", link.options().keepAliveTmo());
        put("fastIoFailTmo", link.options().fastIoFailTmo());
        put("nrIoQueues", link.options().nrIoQueues());
        put("generation", link.generation());
        NvmeTarget former = link.former();
        if (former != null) {
            put("former", former);
        }
    }

    private @Nullable StagedLink link() {
        NvmeTarget target = target("target");
        return target == null ? null : new StagedLink(target, options(), generation(), target("former"));
    }

    private long generation() {
        return value("generation").isEmpty() ? 0 : Long.parseLong(value("generation"));
    }

    private ConnectOptions options() {
        return new ConnectOptions(
                number("ctrlLossTmo"),
                number("reconnectDelay"),
                number("keepAliveTmo"),
                number("fastIoFailTmo"),
                number("nrIoQueues"));
    }

    private void put(@Nullable VolumeProof proof) {
        if (proof == null) {
            return;
        }
        put("shield", proof.shield());
        put("size", proof.size().bytes());
        put("expectedSize", proof.expected().bytes());
        put("signature", proof.signature());
    }

    private @Nullable VolumeProof proof() {
        return value("shield").isEmpty()
                ? null
                : new VolumeProof(value("shield"), size("size"), size("expectedSize"), value("signature"));
    }

    private void put(String key, NvmeTarget target) {
        put(key + ".address", target.address());
        put(key + ".port", target.port());
        put(key + ".nqn", target.nqn());
    }

    private @Nullable NvmeTarget target(String key) {
        String address = value(key + ".address");
        return address.isEmpty() ? null : new NvmeTarget(address, number(key + ".port"), new Nqn(value(key + ".nqn")));
    }

    private void put(String key, Object value) {
        properties.setProperty(key, value.toString());
    }

    private String value(String key) {
        return properties.getProperty(key, "");
    }

    private int number(String key) {
        return Integer.parseInt(value(key));
    }

    private Capacity size(String key) {
        return new Capacity(Long.parseLong(value(key)));
    }
}
