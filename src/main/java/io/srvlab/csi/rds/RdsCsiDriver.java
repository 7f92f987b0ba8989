package io.srvlab.csi.rds;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the driver in the role that its configuration names. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class RdsCsiDriver {
    public static void main(String[] args) {
        SpringApplication.run(RdsCsiDriver.class, args);
    }
}
