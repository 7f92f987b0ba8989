package io.srvlab.csi.rds.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** One forked program and the two files it prints into. */
final class Child {
    private static final String STDOUT = "stdout-";
    private static final String STDERR = "stderr-";
    private static final int KEPT = 64 * 1024;
    /** Five seconds, at the pace of {@link ForkedHostCommands}' watch. */
    private static final int LOOKS_TO_HANG = 25;

    private static final long FLOOD = 16L * 1024 * 1024;
    private static final File NOTHING = new File("/dev/null");

    /** The JDK tells errno in words, and not in the same ones in every release. */
    private static final Pattern ENOENT = Pattern.compile("error(=|: )2\\b");

    private final Process process;
    private final Path stdout;
    private final Path stderr;
    private final ControlGroup group;
    private volatile int hanging;

    private Child(Process process, Path stdout, Path stderr, ControlGroup group) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
        this.group = group;
    }

    static Child start(HostCommand command, Path scratch, ControlGroup group) throws IOException {
        Files.createDirectories(scratch);
        Path stdout = Files.createTempFile(scratch, STDOUT, "");
        Path stderr = Files.createTempFile(scratch, STDERR, "");
        try {
            return new Child(builder(command, stdout, stderr).start(), stdout, stderr, group);
        } catch (IOException fault) {
            delete(stdout);
            delete(stderr);
            throw missing(fault) ? new NoSuchFileException(command.words().getFirst()) : fault;
        }
    }

    /** Removes what the children of a process that was killed have printed. */
    static void sweep(Path scratch) throws IOException {
        if (!Files.isDirectory(scratch)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(scratch, "{" + STDOUT + "," + STDERR + "}*")) {
            left.forEach(Child::delete);
        }
    }

    /** In the root directory, so that no child keeps a mount busy; in the C locale, so that texts can be compared. */
    private static ProcessBuilder builder(HostCommand command, Path stdout, Path stderr) {
        ProcessBuilder builder = new ProcessBuilder(command.words())
                .directory(new File("/"))
                .redirectInput(Redirect.from(NOTHING))
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static boolean missing(IOException fault) {
        return ENOENT.matcher(String.valueOf(fault.getMessage())).find();
    }

    Mono<Integer> exited() {
        return Mono.fromFuture(process::onExit, true).map(Process::exitValue);
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    boolean floods() {
        return stdout.toFile().length() > FLOOD || stderr.toFile().length() > FLOOD;
    }

    /** To be called while it runs, some times a second: lets go of it when it hangs in the kernel, before anybody kills it. */
    void look() {
        hanging = sleepsInTheKernel() ? hanging + 1 : 0;
        if (hanging == LOOKS_TO_HANG) {
            family().forEach(group::release);
        }
    }

    private boolean sleepsInTheKernel() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
            return stat.startsWith("D", stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return false;
        }
    }

    void kill() {
        List<ProcessHandle> family = family();
        family.forEach(group::release);
        family.forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> family() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    CommandOutput output(int exitStatus) throws IOException {
        return new CommandOutput(exitStatus, start(stdout), start(stderr));
    }

    void discard() {
        delete(stdout);
        delete(stderr);
    }

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(KEPT), StandardCharsets.UTF_8);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
