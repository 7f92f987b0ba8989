package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.Csi;
import csi.v1.Csi.VolumeCapability;
import io.srvlab.csi.rds.node.StageVolume;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRequestsTest {
    private static final VolumeCapability MOUNT = VolumeCapability.newBuilder()
            .setMount(VolumeCapability.MountVolume.newBuilder().addMountFlags("noatime"))
            .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                    .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER))
            .build();

    private static Csi.NodeStageVolumeRequest.Builder stage() {
        return Csi.NodeStageVolumeRequest.newBuilder()
                .setVolumeId("vol-1")
                .setStagingTargetPath("/stage/vol-1")
                .setVolumeCapability(MOUNT)
                .putVolumeContext("rdsAddress", "10.0.0.1");
    }

    private static Csi.NodePublishVolumeRequest.Builder publish() {
        return Csi.NodePublishVolumeRequest.newBuilder()
                .setVolumeId("vol-1")
                .setStagingTargetPath("/stage/vol-1")
                .setTargetPath("/pods/1/vol-1")
                .setVolumeCapability(MOUNT);
    }

    @Test
    void aContextOfThePriorDriverIsEnough() {
        StageVolume request = NodeRequests.stage(stage().build());
        assertThat(request.target()).isEqualTo(new NvmeTarget("10.0.0.1", 4420, Nqn.of(request.volume())));
        assertThat(request.options()).isEqualTo(ConnectOptions.DEFAULT);
    }

    @Test
    void theControllersWordsWinAndItsFilesystemFillsTheGap() {
        StageVolume request = NodeRequests.stage(stage().putPublishContext("nvme_address", "10.0.1.1")
                .putPublishContext("fs_type", "xfs")
                .build());
        assertThat(request.target().address()).isEqualTo("10.0.1.1");
        assertThat(request.use().type()).isEqualTo(new AccessType.Filesystem("xfs", List.of("noatime")));
    }

    @Test
    void onlyThePublishContextMakesAVolumeFresh() {
        String generation = "0123456789abcdef";
        assertThat(NodeRequests.stage(
                                stage().putPublishContext("fresh", generation).build())
                        .granted()
                        .fresh())
                .isEqualTo(new Generation(generation));
        assertThat(NodeRequests.stage(
                                stage().putVolumeContext("fresh", generation).build())
                        .granted()
                        .fresh())
                .isNull();
        assertThat(NodeRequests.stage(stage().build()).granted().fresh()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "yes", "0123456789abcde", "0123456789ABCDEF", "../../x"})
    void whatIsNoGenerationMakesNoVolumeFresh(String fresh) {
        assertThat(NodeRequests.stage(stage().putPublishContext("fresh", fresh).build())
                        .granted()
                        .fresh())
                .isNull();
    }

    @Test
    void stagingWithoutAnyAddressIsRefused() {
        assertThatThrownBy(() -> NodeRequests.stage(stage().clearVolumeContext().build()))
                .isInstanceOf(Failure.InvalidRequest.class)
                .hasMessageContaining("nvmeAddress");
    }

    @Test
    void stagingNeedsPathAndCapability() {
        assertThatThrownBy(() ->
                        NodeRequests.stage(stage().clearStagingTargetPath().build()))
                .hasMessageContaining("staging_target_path");
        assertThatThrownBy(
                        () -> NodeRequests.stage(stage().clearVolumeCapability().build()))
                .hasMessageContaining("volume_capability");
    }

    @Test
    void publishingWithoutATargetIsWrongBeforeAMissingStageIs() {
        assertThatThrownBy(() -> NodeRequests.publish(
                        publish().clearTargetPath().clearStagingTargetPath().build()))
                .isInstanceOf(Failure.InvalidRequest.class)
                .hasMessageContaining("target_path");
        assertThatThrownBy(() ->
                        NodeRequests.publish(publish().clearStagingTargetPath().build()))
                .isInstanceOf(Failure.Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "/a/../b", "/a/./b", "/a\0b"})
    void aPathWithDetoursIsRefused(String path) {
        assertThatThrownBy(
                        () -> NodeRequests.publish(publish().setTargetPath(path).build()))
                .isInstanceOf(Failure.InvalidRequest.class);
    }

    @Test
    void healthIsAskedAtThePublishPathOrElseWhereStaged() {
        assertThat(NodeRequests.health(Csi.NodeGetVolumeHealthRequest.newBuilder()
                                .setVolumeId("vol-1")
                                .setStagingTargetPath("/stage/vol-1")
                                .build())
                        .at())
                .hasToString("/stage/vol-1");
    }

    @Test
    void healthMayBeAskedWithoutAPath() {
        assertThat(NodeRequests.health(Csi.NodeGetVolumeHealthRequest.newBuilder()
                                .setVolumeId("vol-1")
                                .build())
                        .at())
                .isNull();
    }
}
