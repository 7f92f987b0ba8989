package io.srvlab.csi.rds;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the driver in the role that its configuration names. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class RdsCsiDriver {
    private static final String HELP = """
            rds-csi-driver: a CSI driver for the MikroTik ROSE Data Server (volumes over SSH, attached by NVMe/TCP)

            usage: java -jar rds-csi-driver.jar [--rds-csi.role=ROLE] [--rds-csi.outside=OUTSIDE] [--SETTING=VALUE ...]

              ROLE     controller   serves the CSI Identity and Controller services
                       node         serves the CSI Identity and Node services
                       monolith     serves all three (default)
                       simulator    serves no CSI: only a simulated RDS behind SSH
              OUTSIDE  real         an RDS over SSH, this machine's kernel
                       simulated    the built-in RDS simulator and a simulated host (default)

              --rds-csi.tour=true   walks volumes through their life on the simulator and shows it
              --help                this text

            Every setting with its default (environment variables work too: RDS_CSI_NODEID for rds-csi.node-id):

            """;

    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args);
        if (arguments.contains("--help") || arguments.contains("-h")) {
            help(System.out);
            return;
        }
        SpringApplication.run(RdsCsiDriver.class, args);
    }

    /** The settings file that the jar carries is the manual of its settings. */
    static void help(PrintStream out) throws IOException {
        out.print(HELP);
        try (InputStream settings = RdsCsiDriver.class.getResourceAsStream("/config/application.yaml")) {
            out.write(Objects.requireNonNull(settings).readAllBytes());
        }
        out.write('\n');
        out.flush();
    }
}
