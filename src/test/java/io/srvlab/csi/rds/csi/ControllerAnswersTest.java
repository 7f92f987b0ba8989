package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.Capacity;
import org.junit.jupiter.api.Test;

/** What the controller's answers say beside what the use cases found. */
class ControllerAnswersTest {
    private final ControllerAnswers answers = new ControllerAnswers(() -> HealthDialect.NONE);

    @Test
    void theNodeHasItsPartInEveryExpansion() {
        assertThat(answers.expanded(new Capacity(1 << 30)).getNodeExpansionRequired())
                .isTrue();
    }
}
