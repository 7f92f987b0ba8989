package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.simulator.rds.Execution;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.tour.Wire;
import java.nio.file.Path;
import java.util.List;

/** The simulated device's history and files, for whoever shows or checks what went over the wire. */
public record SimulatedWire(RdsSimulator device) implements Wire {
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
