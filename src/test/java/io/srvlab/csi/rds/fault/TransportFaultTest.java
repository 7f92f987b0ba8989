package io.srvlab.csi.rds.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The device cannot be reached, is somebody else, or has no session left. */
class TransportFaultTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000006";
    private static final int FREE_SESSIONS = 3;

    @TempDir
    Path directory;

    /** Each call, and what makes it in a world: the newer ones must do their work, the older ones must refuse. */
    private static final List<Call> CALLS = List.of(
            new Call(World::from21, bench -> bench.create("another", Capacity.ofGibibytes(1))),
            new Call(World::from21, bench -> bench.grow(ID, Capacity.ofGibibytes(2))),
            new Call(World::from21, bench -> bench.openExport(ID)),
            new Call(World::from17, bench -> bench.closeExport(ID)),
            new Call(World::from17, bench -> bench.find(ID)),
            new Call(World::from17, Bench::list),
            new Call(World::from17, Bench::available),
            new Call(World::from17, bench -> bench.delete(ID)));

    record Call(InWorld way, Consumer<Bench> make) {
        void in(World world, Bench bench) throws Throwable {
            way.make(world, () -> make.accept(bench));
        }
    }

    /** How a call ends depends on the world it is made in. */
    interface InWorld {
        void make(World world, ThrowingCallable call) throws Throwable;
    }

    static Stream<World> worldsOfSilence() {
        return World.worlds(List.of(Unknown.KeepaliveReply.class));
    }

    static Stream<World> worlds() {
        return World.worlds(List.of(Unknown.HostKeyType.class, Unknown.SshAlgorithms.class));
    }

    static Stream<World> worldsOfLimits() {
        return World.worlds(List.of(Unknown.AtLimit.class, Unknown.ChannelsPerConnection.class));
    }

    @ParameterizedTest
    @MethodSource("worldsOfSilence")
    void anRdsThatIsAwayIsUnavailableNeverNotFound(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.have(world, ID, Capacity.ofGibibytes(1));
            String before = bench.everything();
            bench.device().stopListening();

            for (Call call : CALLS) {
                assertThatThrownBy(() -> call.make().accept(bench)).isInstanceOf(Failure.Unavailable.class);
            }

            assertThat(bench.everything()).isEqualTo(before);
            bench.device().startListening();
            bench.awaitConnection();
            for (Call call : CALLS) {
                call.in(world, bench);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void aWrongHostKeyIsRefusedWithBothFingerprints(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            String pinned = bench.device().hostKeyFingerprint();
            bench.device().changeHostKey();
            String shown = bench.device().hostKeyFingerprint();
            bench.dropConnections();

            assertThatThrownBy(bench::list)
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining(pinned)
                    .hasMessageContaining(shown);
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfLimits")
    void sessionsBeyondTheLimitFailNoCall(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().sessionsTakenByOthers(20 - FREE_SESSIONS);

            world.from21(() -> bench.createAll(IntStream.range(100, 140)
                    .mapToObj(n -> "pvc-00000000-0000-4000-8000-000000000" + n)
                    .toList()));

            world.from17(() -> assertThat(bench.list()).hasSize(world.makesVolumes() ? 40 : 0));
            assertThat(bench.device().sessions()).isLessThanOrEqualTo(mostSessions(world));
        }
    }

    /** A connection that the device admits is only known to be one too many once a command is refused on it. */
    private static int mostSessions(World world) {
        return switch (world.switches().of(Unknown.AtLimit.class)) {
            case REFUSE_AUTH, REFUSE_TCP -> FREE_SESSIONS;
            case REFUSE_CHANNEL, BLOCK -> Bench.MOST_SESSIONS;
        };
    }
}
