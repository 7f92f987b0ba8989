package io.srvlab.csi.rds.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Only a shutdown that nobody can call off any more is one. */
class MachineShutdownTest {
    private static final String STATE = "nsenter --target 1 --mount systemctl is-system-running";
    private static final String PREPARING = "nsenter --target 1 --mount busctl get-property org.freedesktop.login1"
            + " /org/freedesktop/login1 org.freedesktop.login1.Manager PreparingForShutdown";

    private final ScriptedHostCommands commands = new ScriptedHostCommands();

    @Test
    void aServiceManagerThatIsStoppingGoesDown() {
        commands.answer(STATE, 1, "stopping\n");
        goesDown(true);
    }

    @Test
    void soDoesOneWhoseLoginManagerPreparesForIt() {
        commands.answer(STATE, 0, "running\n").answer(PREPARING, 0, "b true\n");
        goesDown(true);
        assertThat(commands.ran()).containsExactly(STATE, PREPARING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"running", "degraded", "starting", "maintenance", "offline", "unknown", "", "stopping soon"})
    void noOtherStateIsOne(String state) {
        commands.answer(STATE, 1, state).answer(PREPARING, 0, "b false\n");
        goesDown(false);
    }

    @Test
    void aMachineWithoutSystemdSaysNothing() {
        goesDown(false);
    }

    @Test
    void noAnswerIsNone() {
        commands.late(STATE).broken(PREPARING);
        goesDown(false);
    }

    private void goesDown(boolean expected) {
        new MachineShutdown(commands)
                .underWay()
                .as(StepVerifier::create)
                .expectNext(expected)
                .verifyComplete();
    }
}
