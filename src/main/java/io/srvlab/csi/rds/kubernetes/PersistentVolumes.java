package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeList;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.srvlab.csi.rds.attachment.ClaimedVolumes;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** This driver's PersistentVolumes, asked for live, one at a time or all in pages. */
public final class PersistentVolumes implements ClaimedVolumes {
    private static final long PAGE = 500;
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final ApiServer api;
    private final String driver;

    public PersistentVolumes(ApiServer api, String driver) {
        this.api = api;
        this.driver = driver;
    }

    String driver() {
        return driver;
    }

    /** The one that is named like the volume, if it is that volume's. */
    Mono<PersistentVolume> named(VolumeId volume) {
        return OBJECT_NAME.matcher(volume.value()).matches() ? find(volume.value(), volume) : Mono.empty();
    }

    /** Empty when there is no such object, or it is another volume's. */
    Mono<PersistentVolume> find(String name, VolumeId volume) {
        return api.ask(
                        "reading PersistentVolume " + name,
                        client -> client.persistentVolumes().withName(name).get())
                .filter(object -> KnownVolume.of(object, driver)
                        .filter(known -> known.volume().equals(volume))
                        .isPresent());
    }

    /** Sets annotations, or removes those whose value is null, only while the object has the version. */
    Mono<PersistentVolume> annotate(String name, String version, Map<String, @Nullable String> annotations) {
        String patch = MergePatch.of(version, annotations);
        return api.ask(
                "annotating PersistentVolume " + name,
                client -> client.persistentVolumes().withName(name).patch(MERGE, patch));
    }

    @Override
    public Mono<Set<VolumeId>> claimed() {
        return page("").expand(page -> page.next().isEmpty() ? Mono.empty() : page(page.next()))
                .map(Page::volumes)
                .collectList()
                .map(pages -> pages.stream().flatMap(Collection::stream).collect(Collectors.toSet()));
    }

    private Mono<Page> page(String from) {
        ListOptions options = new ListOptionsBuilder()
                .withLimit(PAGE)
                .withContinue(from.isEmpty() ? null : from)
                .build();
        return api.ask(
                "listing the PersistentVolumes",
                client -> reduced(client.persistentVolumes().list(options)));
    }

    private Page reduced(PersistentVolumeList list) {
        String next = list.getMetadata() == null ? null : list.getMetadata().getContinue();
        return new Page(
                list.getItems().stream()
                        .flatMap(object -> KnownVolume.of(object, driver).stream())
                        .map(KnownVolume::volume)
                        .collect(Collectors.toSet()),
                next == null ? "" : next);
    }

    private record Page(Set<VolumeId> volumes, String next) {}
}
