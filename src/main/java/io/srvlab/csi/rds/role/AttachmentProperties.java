package io.srvlab.csi.rds.role;

import static io.srvlab.csi.rds.role.Setting.require;

import io.srvlab.csi.rds.controller.FencingSettings;
import io.srvlab.csi.rds.controller.OrphanVolumeSweep;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings of who may hold a volume; what each means stands in {@code config/application.yaml}. */
@ConfigurationProperties("rds-csi")
record AttachmentProperties(
        FencingSettings.Wanted fencing,
        Duration attachmentGrace,
        Migration migration,
        OrphanVolumeSweep.Mode volumeSweep) {
    /** What a live migration has to be. */
    record Migration(boolean sameMachine) {}

    AttachmentProperties {
        require(
                !attachmentGrace.isNegative(),
                "rds-csi.attachment-grace is " + attachmentGrace + "; use a time of 0s or more");
    }

    FencingSettings fencing(RdsProperties device) {
        return new FencingSettings(fencing, device.exportOffCuts(), device.allowList());
    }
}
