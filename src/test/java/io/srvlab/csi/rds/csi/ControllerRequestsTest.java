package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.Csi;
import csi.v1.Csi.VolumeCapability;
import csi.v1.Csi.VolumeCapability.AccessMode.Mode;
import io.srvlab.csi.rds.controller.UnpublishVolume;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControllerRequestsTest {
    private static VolumeCapability mount(Mode mode) {
        return VolumeCapability.newBuilder()
                .setMount(VolumeCapability.MountVolume.getDefaultInstance())
                .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode))
                .build();
    }

    private static Csi.CreateVolumeRequest.Builder create() {
        return Csi.CreateVolumeRequest.newBuilder()
                .setName("vol-1")
                .addVolumeCapabilities(mount(Mode.SINGLE_NODE_WRITER));
    }

    private static Csi.ControllerPublishVolumeRequest.Builder publish() {
        return Csi.ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId("vol-1")
                .setNodeId("worker-a")
                .setVolumeCapability(mount(Mode.SINGLE_NODE_WRITER));
    }

    private static void refused(Runnable reading, String about) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(Failure.InvalidRequest.class)
                .hasMessageContaining(about);
    }

    @Test
    void aVolumeNeedsANameAndACapability() {
        refused(() -> ControllerRequests.create(create().clearName().build()), "name");
        refused(
                () -> ControllerRequests.create(
                        create().clearVolumeCapabilities().build()),
                "volume_capabilities");
    }

    @Test
    void aNameThatIsNoIdIsRefused() {
        refused(() -> ControllerRequests.create(create().setName("a;b").build()), "a;b");
    }

    @Test
    void anAbsentRangeAsksForNothingAndLimitsNothing() {
        assertThat(ControllerRequests.create(create().build()).sizes())
                .isEqualTo(new CapacityRange(new Capacity(0), CapacityRange.UNLIMITED));
    }

    @Test
    void aContentSourceIsRefused() {
        refused(
                () -> ControllerRequests.create(create().setVolumeContentSource(Csi.VolumeContentSource.newBuilder())
                        .build()),
                "not supported");
    }

    @Test
    void mutableParametersAreRefused() {
        refused(
                () -> ControllerRequests.create(
                        create().putModifyParameters("iops", "1").build()),
                "mutable");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN", "MULTI_NODE_READER_ONLY", "MULTI_NODE_SINGLE_WRITER"})
    void modesThatCannotBeKeptAreRefused(Mode mode) {
        refused(
                () -> ControllerRequests.create(
                        create().addVolumeCapabilities(mount(mode)).build()),
                mode.name());
    }

    @Test
    void twoNodesWritingToOneFilesystemAreRefused() {
        refused(
                () -> ControllerRequests.publish(publish()
                        .setVolumeCapability(mount(Mode.MULTI_NODE_MULTI_WRITER))
                        .build()),
                "volumeMode: Block");
    }

    @Test
    void aCapabilityWithoutAccessTypeIsRefused() {
        refused(
                () -> ControllerRequests.publish(publish()
                        .setVolumeCapability(VolumeCapability.newBuilder())
                        .build()),
                "access type");
    }

    @Test
    void publishMissesFirstTheVolumeThenTheNodeThenTheCapability() {
        refused(() -> ControllerRequests.publish(Csi.ControllerPublishVolumeRequest.getDefaultInstance()), "volume_id");
        refused(
                () -> ControllerRequests.publish(
                        publish().clearNodeId().clearVolumeCapability().build()),
                "node_id");
        refused(
                () -> ControllerRequests.publish(
                        publish().clearVolumeCapability().build()),
                "volume_capability");
    }

    @Test
    void aVolumeThatCannotExistIsNotFound() {
        assertThatThrownBy(() -> ControllerRequests.publish(
                        publish().setVolumeId("../etc").build()))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void anEmptyNodeIdMeansAllNodes() {
        assertThat(ControllerRequests.unpublish(Csi.ControllerUnpublishVolumeRequest.newBuilder()
                        .setVolumeId("vol-1")
                        .build()))
                .isInstanceOf(UnpublishVolume.FromAll.class);
    }

    @Test
    void growingNeedsARange() {
        refused(
                () -> ControllerRequests.expand(Csi.ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId("vol-1")
                        .build()),
                "capacity_range");
    }
}
