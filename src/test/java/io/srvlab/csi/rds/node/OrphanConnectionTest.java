package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A connection is cut only when nothing at all on the node has a use for it, twice in a row. */
class OrphanConnectionTest {
    private static final String NQN = NodeUnderTest.nqn("vol").value();

    @TempDir
    Path directory;

    private NodeUnderTest node;
    private OrphanConnectionSweep sweep;

    @BeforeEach
    void oneExport() throws IOException {
        node = new NodeUnderTest(directory, Schedulers.boundedElastic(), ShieldMode.AUTO);
        node.image("vol", NodeUnderTest.SIZE);
        DriverUnderTest driver = node.driver;
        KubeletVolumes kubelet = new KubeletVolumes(directory.resolve("kubelet"), Schedulers.boundedElastic());
        sweep = new OrphanConnectionSweep(driver.records, driver.parts, driver.staged, node.users(), kubelet);
    }

    @Test
    @Tag("defect-25")
    void whatNobodyUsesIsDisconnectedAtSecondSight() {
        connect();
        swept();
        swept(NQN);
        assertThat(node.host.dev()).isEmptyDirectory();
        swept();
    }

    @Test
    void whatIsUsedInBetweenIsLookedAtAnew() {
        connect();
        swept();
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        swept();
        done(node.stager.unstage(node.unstage("vol")));
        connect();
        swept();
        swept(NQN);
    }

    @Test
    void aStagedVolumeStaysAlsoWhenItIsRawAndNotYetOpened() {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        staysConnected();
    }

    @Test
    void aMountWithoutARecordIsSomebodys() throws IOException {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        forgetRecords();
        staysConnected();
    }

    @Test
    void aMapWithoutARecordIsSomebodys() throws IOException {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        forgetRecords();
        staysConnected();
    }

    @Test
    void oneThatIsConnectingIsNoOrphan() {
        connect();
        node.target.takeAway(NQN);
        done(node.host.notice());
        staysConnected();
    }

    @Test
    void whatTheKubeletKnowsIsNoOrphan() throws IOException {
        connect();
        Path volume = directory.resolve("kubelet/plugins/kubernetes.io/csi/rds.csi.srvlab.io/0f/");
        Files.createDirectories(volume);
        Files.writeString(volume.resolve("vol_data.json"), "{\"volumeHandle\":\"vol\"}");
        staysConnected();
    }

    @Test
    void whatTheKubeletKnowsIsNoOrphanUnderARotatedNqnEither() throws IOException {
        VolumeId capitals = new VolumeId("Vol");
        String rotated = Nqn.rotated(capitals, "000000000002").value();
        node.target.export(rotated, NodeUnderTest.SIZE);
        connect(rotated);
        Path volume = directory.resolve("kubelet/plugins/kubernetes.io/csi/rds.csi.srvlab.io/0f/");
        Files.createDirectories(volume);
        Files.writeString(volume.resolve("vol_data.json"), "{\"volumeHandle\":\"Vol\"}");
        staysConnected();
    }

    @Test
    void aDiskOfTheMachineWithANameThatIsNoNqnHidesNoOrphan() {
        String odd = "nqn.2014.08.org.nvmexpress:144d144dS4EWNF0M";
        node.target.export(odd, NodeUnderTest.SIZE);
        connect(odd);
        connect();
        swept();
        swept(NQN);
        staysConnected();
    }

    @Test
    @Tag("incident-5")
    void foreignNqnsAreNeverTouched() {
        String foreign = "nqn.2000-02.com.mikrotikk:nixos-node1-var";
        node.target.export(foreign, NodeUnderTest.SIZE);
        connect(foreign);
        staysConnected();
    }

    /** As the machine's administrator does. */
    private void connect(String nqn) {
        done(node.host
                .connect("nqn=" + nqn + ",transport=tcp,traddr=10.0.0.1,trsvcid=4420,hostnqn=h,hostid=i")
                .then());
    }

    private void connect() {
        done(node.driver
                .parts
                .connector()
                .connect(NodeUnderTest.target("vol"), ConnectOptions.DEFAULT, new NodeName("worker-1"))
                .then());
    }

    private void staysConnected() {
        swept();
        swept();
        swept();
        assertThat(node.host.dev()).isNotEmptyDirectory();
    }

    private void swept(String... nqns) {
        sweep.round()
                .defaultIfEmpty(List.of())
                .as(StepVerifier::create)
                .expectNext(List.of(nqns))
                .verifyComplete();
    }

    private void forgetRecords() throws IOException {
        Path records = directory.resolve("records");
        try (var files = Files.newDirectoryStream(records)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(30));
    }
}
