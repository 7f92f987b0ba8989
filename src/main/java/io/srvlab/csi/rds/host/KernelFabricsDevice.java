package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The kernel's own device, {@code /dev/nvme-fabrics}. A connect that has been written runs to its end in the kernel, whether
 * or not its caller still listens; a retry then meets EALREADY.
 */
public final class KernelFabricsDevice implements FabricsDevice {
    private static final Pattern ANSWER = Pattern.compile("instance=([0-9]+)");
    private static final Pattern CONTROLLER = Pattern.compile("nvme[0-9]+");

    /** The JDK passes on strerror's text; callers want the name. */
    private static final Map<String, String> ERRORS = Map.of(
            "Operation already in progress", "EALREADY",
            "Input/output error", "EIO",
            "Invalid argument", "EINVAL",
            "Connection refused", "ECONNREFUSED",
            "Connection timed out", "ETIMEDOUT",
            "No route to host", "EHOSTUNREACH",
            "Network is unreachable", "ENETUNREACH");

    private final Path device;
    private final Path controllers;
    private final Scheduler connects;
    private final Scheduler host;

    /**
     * {@code device} is {@code /dev/nvme-fabrics}, {@code sys} is {@code /sys}. As many connects run at once as {@code connects} has
     * threads; the rest waits for nobody's connect.
     */
    public KernelFabricsDevice(Path device, Path sys, Scheduler connects, Scheduler host) {
        this.connects = connects;
        this.device = device;
        this.controllers = sys.resolve("class/nvme");
        this.host = host;
    }

    @Override
    public Mono<String> connect(String options) {
        return Mono.fromCallable(() -> write(options)).subscribeOn(connects);
    }

    @Override
    public Mono<Void> disconnect(String controller) {
        return on(() -> attribute(controller, "delete_controller", "1")).then();
    }

    @Override
    public Mono<Void> rescan(String controller) {
        return on(() -> attribute(controller, "rescan_controller", "1")).then();
    }

    @Override
    public Mono<Void> failFast(String controller) {
        return on(() -> attribute(controller, "fast_io_fail_tmo", "0"))
                .onErrorResume(NoSuchFileException.class, old -> Mono.empty())
                .then();
    }

    private String write(String options) throws IOException {
        // Opening for reading and writing would make a plain file where the device is missing.
        if (!Files.exists(device)) {
            throw new NoSuchFileException(device + ": load the kernel module nvme-tcp");
        }
        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            file.write(options.getBytes(StandardCharsets.US_ASCII));
            return controller(answer(file));
        } catch (IOException fault) {
            throw named(fault);
        }
    }

    private static String answer(RandomAccessFile file) throws IOException {
        byte[] text = new byte[4096];
        int length = file.read(text);
        return new String(text, 0, Math.max(length, 0), StandardCharsets.US_ASCII);
    }

    private static String controller(String answer) throws IOException {
        Matcher instance = ANSWER.matcher(answer);
        if (!instance.find()) {
            throw new IOException("the kernel connected and answered '" + answer.strip() + "'");
        }
        return "nvme" + instance.group(1);
    }

    private static IOException named(IOException fault) {
        String text = String.valueOf(fault.getMessage());
        String name = ERRORS.get(text);
        return name == null ? fault : new IOException(name + " (" + text + ")", fault);
    }

    private String attribute(String controller, String name, String value) throws IOException {
        if (!CONTROLLER.matcher(controller).matches()) {
            throw new IllegalArgumentException("'" + controller + "' is no controller");
        }
        Path directory = controllers.resolve(controller);
        try {
            Files.writeString(directory.resolve(name), value, StandardOpenOption.WRITE);
        } catch (IOException fault) {
            // Gone while we asked for it: what was wanted of a disconnect, and nothing to do for a rescan.
            if (Files.exists(directory)) {
                throw named(fault);
            }
        }
        return controller;
    }

    private Mono<String> on(Callable<String> work) {
        return Mono.fromCallable(work).subscribeOn(host);
    }
}
