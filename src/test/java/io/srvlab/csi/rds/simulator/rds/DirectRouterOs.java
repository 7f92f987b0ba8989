package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.routeros.Frame;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.ReplyForm;
import io.srvlab.csi.rds.routeros.ReplyParser;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** The simulated device without its network: scripts are typed at its console, and may be lost on the way. */
public final class DirectRouterOs implements RouterOs {
    private static final Frame FRAME = new Frame("0123456789", ReplyForm.JSON);

    private final Device device;
    private final List<String> scripts = new ArrayList<>();
    private String lost = "";
    private String overlooked = "never";
    private UnaryOperator<String> printer = UnaryOperator.identity();

    public DirectRouterOs(Path directory, Switches switches) {
        device = new TestDevice(SimulatorSettings.in(directory).withSwitches(switches)).device();
    }

    /** From now on scripts of this name are lost on the way, all of them for a star; an empty name ends it. */
    public void lose(String script) {
        lost = script;
    }

    /** From now on the device overlooks what ends a script with this marker. */
    public void overlook(String marker) {
        overlooked = ":error \"rds-csi!" + marker + "\"";
    }

    /** From now on the device prints that instead. */
    public void misprint(String text, String instead) {
        printer = printed -> printed.replace(text, instead);
    }

    /** Names of the scripts that were sent, versions apart. */
    public List<String> scripts() {
        return scripts;
    }

    @Override
    public Mono<Reply> execute(Script script) {
        return Mono.defer(() -> {
            if (!script.name().equals("read-version")) {
                scripts.add(script.name());
            }
            return script.name().equals(lost) || lost.equals("*")
                    ? Mono.error(new TransportFailure.Doubtful("the line went dead"))
                    : Mono.just(run(script));
        });
    }

    private Reply run(Script script) {
        Outcome outcome = device.run(script.text(FRAME).replace(overlooked, ":local overlooked 1"), 1, 0);
        device.settle(outcome.effects().work());
        return ReplyParser.parse(printer.apply(outcome.output()), FRAME);
    }

    public Exports exports() {
        return device.exports();
    }

    public List<String> violations() {
        return device.box().invariants().violations();
    }

    /** Keeps memory flat over many commands. */
    public void forget() {
        device.history().clear();
        scripts.clear();
    }

    /** Runs a line as an administrator, and answers with what it prints. */
    public String admin(String line) {
        return device.runAsAdmin(line).strip();
    }

    /** A property of the disk in the slot, as the device's own console has it. */
    public String property(String slot, String name) {
        return admin(":put [/disk/get [/disk/find slot=\"" + slot + "\"] " + name + "]");
    }

    public boolean isExported(String slot) {
        return admin("/disk/print count-only where slot=\"" + slot + "\" and nvme-tcp-export=yes")
                .equals("1");
    }
}
