package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import csi.v1.Csi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The interface file the driver is built from is, number by number, the one its callers were built from. */
class CsiWireTest {
    private static final Pattern AFTER_UNDERSCORE = Pattern.compile("_([a-z])");

    private final WireElements built = new WireElements(Csi.getDescriptor());
    private final List<String> documented = documented();

    @Test
    void theInterfaceFileDeclaresNothingThatTheWireFormatDoesNotHave() {
        assertThat(built.lines().filter(line -> !documented.contains(line))).isEmpty();
    }

    @Test
    void theInterfaceFileLeavesNothingOfTheWireFormatOut() {
        assertThat(documented).isNotEmpty().isSubsetOf(built.lines().toList());
    }

    @Test
    void noElementIsListedOrDeclaredTwice() {
        assertThat(documented).doesNotHaveDuplicates();
        assertThat(built.lines()).doesNotHaveDuplicates();
    }

    @Test
    void fourFieldsBearAnotherNameInJavaAndTheirOwnInJson() {
        assertThat(built.fields().filter(field -> !field.getName().equals(WireElements.wireName(field))))
                .extracting(FieldDescriptor::getFullName)
                .containsExactlyInAnyOrder(
                        "csi.v1.CreateVolumeRequest.modify_parameters",
                        "csi.v1.ValidateVolumeCapabilitiesRequest.modify_parameters",
                        "csi.v1.ValidateVolumeCapabilitiesResponse.Confirmed.modify_parameters",
                        "csi.v1.ControllerModifyVolumeRequest.modify_parameters");
        assertThat(built.fields())
                .allSatisfy(field -> assertThat(field.getJsonName())
                        .as(field.getFullName())
                        .isEqualTo(camelCase(WireElements.wireName(field))));
    }

    private static String camelCase(String name) {
        return AFTER_UNDERSCORE.matcher(name).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    private static List<String> documented() {
        var table = Objects.requireNonNull(CsiWireTest.class.getResourceAsStream("/csi/wire.txt"), "csi/wire.txt");
        try (var reader = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
