package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.boot.OutsideReadiness;
import io.srvlab.csi.rds.boot.RegistrationSocket;
import io.srvlab.csi.rds.csi.CsiEndpoint;
import io.srvlab.csi.rds.csi.DriverProfile;
import io.srvlab.csi.rds.csi.KubeletRegistration;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the kubelet learns of this node's driver. */
@Configuration(proxyBeanMethods = false)
@OnRole({Role.NODE, Role.MONOLITH})
@ConditionalOnExpression("!'${rds-csi.node.registration-directory:}'.isBlank()")
class RegistrationBeans {
    /** No service of the CSI socket, so no bean of that type. */
    record Registration(KubeletRegistration service) {}

    @Bean
    Registration registration(DriverProfile profile, CsiProperties csi) {
        return new Registration(new KubeletRegistration(
                profile.name(), CsiEndpoint.of(csi.endpoint()).socket()));
    }

    @Bean(destroyMethod = "close")
    RegistrationSocket registrationSocket(Registration registration, NodeSettings node, SharedBeans.CsiLoops loops) {
        KubeletRegistration service = registration.service();
        return new RegistrationSocket(service.socket(Path.of(node.registrationDirectory())), service, loops.group());
    }

    @Bean
    OutsideReadiness kubeletRegistration(Registration registration) {
        return new OutsideReadiness(registration.service());
    }
}
