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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The device cannot be reached, is somebody else, or has no session left. */
class TransportFaultTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000006";

    @TempDir
    Path directory;

    record Call(String name, Consumer<Bench> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> callsInEveryWorld() {
        Stream<Call> calls = Stream.of(
                new Call("create", bench -> bench.create("another", Capacity.ofGibibytes(1))),
                new Call("delete", bench -> bench.delete(ID)),
                new Call("expand", bench -> bench.grow(ID, Capacity.ofGibibytes(2))),
                new Call("publish", bench -> bench.openExport(ID)),
                new Call("unpublish", bench -> bench.closeExport(ID)),
                new Call("find", bench -> bench.find(ID)),
                new Call("list", Bench::list));
        return calls.flatMap(
                call -> World.newest(Unknown.KeepaliveReply.class).map(world -> Arguments.of(call, world)));
    }

    static Stream<World> worlds() {
        return World.worlds(List.of(Unknown.HostKeyType.class, Unknown.SshAlgorithms.class));
    }

    static Stream<World> worldsOfLimits() {
        return World.worlds(List.of(Unknown.AtLimit.class, Unknown.ChannelsPerConnection.class));
    }

    @ParameterizedTest
    @MethodSource("callsInEveryWorld")
    void anRdsThatIsAwayIsUnavailableNeverNotFound(Call call, World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.create(ID, Capacity.ofGibibytes(1));
            bench.device().stopListening();

            assertThatThrownBy(() -> call.make().accept(bench)).isInstanceOf(Failure.Unavailable.class);

            bench.device().startListening();
            bench.awaitConnection();
            call.make().accept(bench);
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void aWrongHostKeyIsRefusedWithBothFingerprints(World world) {
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
    void sessionsBeyondTheLimitFailNoCall(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().sessionsTakenByOthers(17);

            bench.createAll(IntStream.range(100, 140)
                    .mapToObj(n -> "pvc-00000000-0000-4000-8000-000000000" + n)
                    .toList());

            assertThat(bench.list()).hasSize(40);
            // A connection that the device admits is only known to be one too many once a command is refused on it.
            assertThat(bench.device().sessions()).isLessThanOrEqualTo(Bench.MOST_SESSIONS);
        }
    }
}
