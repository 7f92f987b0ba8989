package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.VOLUME;

import io.srvlab.csi.rds.MovableClock;
import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.controller.MortalWorld.Death;
import io.srvlab.csi.rds.controller.SteppedWorld.Safeguard;
import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** An attacher, nodes and a device, and controllers that may be killed one after the other; the attacher asks until it is answered. */
final class AttachPlay {
    private static final String IMAGE = Bench.PATH + "/" + VOLUME + ".img";
    private static final String LOOK = ":put [/disk/print detail as-value where slot=" + VOLUME
            + "]; /disk/print count-only; /file/print count-only";
    private static final int PATIENCE = 6;

    private final FakeCluster cluster = new FakeCluster();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final DirectRouterOs device;
    private final FencingSettings fencing;
    private final Safeguard without;
    private final Map<NodeName, Machine> machines;
    private final List<AtomicReference<Object>> unheard = new ArrayList<>();
    private final List<MortalWorld> worlds = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private List<Death> deaths = List.of();
    private ControllerLife life;

    /** Where everything stands, but for the numbers of changes and the time of the last release. */
    record End(
            String device,
            Attachment record,
            Map<NodeName, Boolean> attachments,
            Set<NodeName> writers,
            List<String> answers,
            List<String> violations) {}

    AttachPlay(Path directory, TwoWriterTest.Box box, Safeguard without) {
        this.without = without;
        device = new DirectRouterOs(directory, box.switches());
        fencing = box.fencing();
        machines = Stream.of(Bench.A, Bench.B)
                .collect(Collectors.toMap(Function.identity(), node -> new Machine(node, device.exports())));
        machines.keySet().forEach(cluster::ready);
        ControllerLife.client(device)
                .create(new DiskSpec(
                        VOLUME, new CapacityRange(Capacity.ofMebibytes(1), CapacityRange.UNLIMITED), Bench.PATH, 4420))
                .block();
        life = born();
    }

    /** From now on one controller after the other dies so; those that come last live. */
    void beginDying(List<Death> next) {
        deaths = new ArrayList<>(next);
        worlds.clear();
        answers.clear();
        life = born();
    }

    private ControllerLife born() {
        Death death = deaths.isEmpty() ? Death.NONE : deaths.removeFirst();
        worlds.add(new MortalWorld(cluster, device, death, without));
        return ControllerLife.in(worlds.getLast(), fencing, clock);
    }

    /** The controllers' worlds, the first one's first. */
    List<MortalWorld> worlds() {
        return List.copyOf(worlds);
    }

    void attach(NodeName node, VolumeUse use) {
        ask(node, use).ifPresent(context -> attached(node, context));
    }

    /** The attacher is told, and has not written it down yet. */
    Optional<Map<String, String>> ask(NodeName node, VolumeUse use) {
        if (!cluster.requested(VOLUME).contains(node)) {
            cluster.request(VOLUME, node, false);
        }
        PublishVolume request = new PublishVolume(VOLUME, node, use, false, Map.of("volumePath", IMAGE));
        return answer(publisher -> publisher.publish(request));
    }

    /** It stands in the VolumeAttachment, and the node goes by it. */
    void attached(NodeName node, Map<?, ?> context) {
        told(node);
        machines.get(node)
                .beginStaging(
                        VOLUME, Objects.requireNonNull(context.get("nvme_nqn")).toString());
        machines.get(node).connect(VOLUME);
        cluster.uses(node, VOLUME, true);
    }

    /** It stands in the VolumeAttachment, and the node has yet to hear of it. */
    void told(NodeName node) {
        cluster.request(VOLUME, node, true);
    }

    /** Somebody wants the volume there, and nobody has answered yet. */
    void wish(NodeName node) {
        cluster.request(VOLUME, node, false);
    }

    /** What is late arrives, and nobody hears the answer. */
    void arriveLate() {
        worlds.forEach(MortalWorld::arriveLate);
    }

    /** What is late arrives; an attacher that hears of it takes it for an answer about the node's present VolumeAttachment. */
    void arriveLate(NodeName node) {
        arriveLate();
        unheard.stream()
                .map(AtomicReference::get)
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .forEach(context -> attached(node, context));
    }

    /** It is back with nothing of what it had. */
    void restart(NodeName node) {
        machines.get(node).unstage(VOLUME);
        machines.get(node).powerOn();
        cluster.ready(node);
    }

    /** Who can write once every machine has tried to connect again. */
    Set<NodeName> writers() {
        machines.values().forEach(Machine::reconnect);
        return machines.keySet().stream()
                .filter(node -> machines.get(node).canWrite(VOLUME))
                .collect(Collectors.toSet());
    }

    /** The node has let go, as far as anybody can tell. */
    void unstage(NodeName node) {
        machines.get(node).unstage(VOLUME);
        cluster.uses(node, VOLUME, false);
    }

    void detach(NodeName node) {
        cluster.delete(VOLUME, node);
        answer(publisher -> publisher
                        .unpublish(new UnpublishVolume.FromNode(VOLUME, node))
                        .thenReturn(Map.of()))
                .ifPresent(done -> cluster.withdraw(VOLUME, node));
    }

    /** A call that is held up, and that its attacher does not wait for; another controller answers from then on. */
    void detachUnheard(NodeName node) {
        cluster.delete(VOLUME, node);
        Disposable _ = life.publisher()
                .unpublish(new UnpublishVolume.FromNode(VOLUME, node))
                .subscribe(done -> {}, failed -> answers.add(withoutNumbers(failed.toString())));
        life = born();
    }

    void detachAll() {
        machines.keySet().forEach(node -> cluster.delete(VOLUME, node));
        answer(publisher ->
                        publisher.unpublish(new UnpublishVolume.FromAll(VOLUME)).thenReturn(Map.of()))
                .ifPresent(done -> machines.keySet().forEach(node -> cluster.withdraw(VOLUME, node)));
    }

    /** Nobody hears of the node any more; it goes on writing. */
    void loseSight(NodeName node, boolean tainted) {
        cluster.state(node, new NodeState.Present(false, tainted, Set.of(VOLUME)));
        if (tainted) {
            machines.get(node).powerOff();
        }
    }

    /** The VolumeAttachment goes without an unpublish, and time goes by. */
    void forget(NodeName node) {
        cluster.withdraw(VOLUME, node);
        clock.forward(Duration.ofMinutes(1));
    }

    /** Disk and image are gone for good. */
    void destroy() {
        admin("/disk/remove [find slot=" + VOLUME + "]; /file/remove [find name=\"" + IMAGE.substring(1) + "\"]");
    }

    /** From now on the device does whatever it is told. */
    void overlookGenerations() {
        device.overlook("generation");
    }

    void admin(String line) {
        device.admin(line);
    }

    private Optional<Map<String, String>> answer(Function<VolumePublisher, Mono<Map<String, String>>> call) {
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            AtomicReference<Object> heard = new AtomicReference<>();
            Disposable running = call.apply(life.publisher()).subscribe(heard::set, heard::set);
            switch (heard.get()) {
                case Map<?, ?> context -> {
                    return Optional.of(answered(context));
                }
                case Failure.Busy busy -> {}
                case Failure.Unavailable away -> {}
                case Throwable failure -> {
                    answers.add(withoutNumbers(failure.toString()));
                    return Optional.empty();
                }
                case null, default -> {
                    giveUp(running, heard);
                    life = born();
                }
            }
        }
        throw new AssertionError("no answer after " + PATIENCE + " attempts: " + worlds);
    }

    /** Only of a dead controller nothing will ever be heard. */
    private void giveUp(Disposable running, AtomicReference<Object> heard) {
        if (worlds.getLast().isHeldUp()) {
            unheard.add(heard);
        } else {
            running.dispose();
        }
    }

    private Map<String, String> answered(Map<?, ?> context) {
        Map<String, String> words = new LinkedHashMap<>();
        context.forEach((key, value) -> words.put(key.toString(), value.toString()));
        answers.add(withoutNumbers(words.toString()));
        return words;
    }

    /** What was late has arrived, and every machine has tried to connect again. */
    End end() {
        arriveLate();
        return new End(
                withoutNumbers(device.admin(LOOK)),
                timeless(cluster.attachment(VOLUME)),
                cluster.attachments(VOLUME),
                writers(),
                List.copyOf(answers),
                device.violations());
    }

    /** Where a grant was taken back nothing says when it ended; no decision rests on that time. */
    private static Attachment timeless(Attachment record) {
        return new Attachment(record.access(), record.holders(), 0, record.migration(), Instant.EPOCH);
    }

    /** The record's generation, and the disk's if there is one. */
    List<Long> generations() {
        long recorded = cluster.attachment(VOLUME).generation();
        return ControllerLife.client(device)
                .find(VOLUME)
                .map(disk -> List.of(recorded, disk.generation()))
                .onErrorReturn(Failure.NotFound.class, List.of(recorded))
                .blockOptional()
                .orElseThrow();
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("(gen-|generation=)[0-9]+", "$1N")
                .replaceAll("(nqn-|[.]g)[0-9]{12}", "$1N")
                .replaceAll("fresh(-|=)[0-9a-f]{16}", "fresh$1N");
    }
}
