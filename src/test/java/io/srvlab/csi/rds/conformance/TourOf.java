package io.srvlab.csi.rds.conformance;

import io.srvlab.csi.rds.simulator.rds.Execution;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.tour.CsiSocket;
import io.srvlab.csi.rds.tour.Tour;
import io.srvlab.csi.rds.tour.TourSettings;
import io.srvlab.csi.rds.tour.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import reactor.core.scheduler.Schedulers;

/** A tour of a driver under test. */
final class TourOf {
    private TourOf() {}

    static Tour driver(Driver driver, CsiSocket client, RdsSimulator device) {
        return new Tour(
                client,
                new DeviceWire(device),
                TourSettings.in(driver.socket().resolveSibling("pods")),
                new Random(1),
                Schedulers.boundedElastic(),
                System.out::println);
    }

    private record DeviceWire(RdsSimulator device) implements Wire {
        @Override
        public long mark() {
            return device.history().count();
        }

        @Override
        public List<String> since(long mark) {
            return device.history().executions().stream()
                    .filter(execution -> execution.number() > mark)
                    .map(Execution::line)
                    .toList();
        }

        @Override
        public Path image(String volumeId) {
            return device.image(volumeId);
        }
    }
}
