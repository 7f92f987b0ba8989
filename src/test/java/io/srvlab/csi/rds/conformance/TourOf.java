package io.srvlab.csi.rds.conformance;

import io.srvlab.csi.rds.role.SimulatedWire;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.tour.CsiSocket;
import io.srvlab.csi.rds.tour.Tour;
import io.srvlab.csi.rds.tour.TourSettings;
import java.util.Random;
import reactor.core.scheduler.Schedulers;

/** A tour of a driver under test. */
final class TourOf {
    private TourOf() {}

    static Tour driver(Driver driver, CsiSocket client, RdsSimulator device) {
        return new Tour(
                client,
                new SimulatedWire(device),
                TourSettings.in(driver.socket().resolveSibling("pods")),
                new Random(1),
                Schedulers.boundedElastic(),
                System.out::println);
    }
}
