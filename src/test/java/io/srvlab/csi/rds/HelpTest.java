package io.srvlab.csi.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.role.Outside;
import io.srvlab.csi.rds.role.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code --help} explains. */
class HelpTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void everyRoleIsExplained(Role role) throws IOException {
        assertThat(usage()).containsPattern("(?m)^ +(ROLE +)?" + spelled(role) + " {2,}\\w+");
    }

    @ParameterizedTest
    @EnumSource(Outside.class)
    void everyOutsideIsExplained(Outside outside) throws IOException {
        assertThat(usage()).containsPattern("(?m)^ +(OUTSIDE +)?" + spelled(outside) + " {2,}\\w+");
    }

    @Test
    void everySettingIsShownWithItsDefaultAndMeaning() throws IOException {
        assertThat(help()).endsWith(Files.readString(Path.of("config/application.yaml")) + "\n");
    }

    private static String usage() throws IOException {
        return help().substring(0, help().indexOf("rds-csi:"));
    }

    private static String help() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RdsCsiDriver.help(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String spelled(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
