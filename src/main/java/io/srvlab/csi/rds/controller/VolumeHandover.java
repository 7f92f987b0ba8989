package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentPolicy;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.FormatWishes;

/** What giving a volume and taking it back are decided and carried out with. */
public record VolumeHandover(
        AttachmentRecords records,
        ClusterNodes nodes,
        AttachmentPolicy policy,
        ExportFence fence,
        MigrationCheck migrations,
        FormatWishes wishes) {}
