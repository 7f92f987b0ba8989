package io.srvlab.csi.rds.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AttachmentPolicyTest {
    private static final NodeName A = new NodeName("worker-a");
    private static final NodeName B = new NodeName("worker-b");
    private static final NodeName C = new NodeName("worker-c");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Contender one(NodeName node) {
        return new Contender(node, AccessClass.SINGLE_NODE, false);
    }

    private static Contender many(NodeName node) {
        return new Contender(node, AccessClass.MULTI_NODE, false);
    }

    private static Attachment held(Contender... contenders) {
        Attachment held = Attachment.first(contenders[0], NOW);
        return contenders.length == 1 ? held : held.joinedBy(contenders[1], NOW.plusSeconds(60));
    }

    private static PublishDecision decide(Attachment held, Contender contender) {
        return AttachmentPolicy.onPublish(held, contender, NOW);
    }

    @Nested
    class WhenNobodyHoldsIt {
        @Test
        void theFirstNodeGetsIt() {
            assertThat(decide(Attachment.NOBODY, one(A))).isEqualTo(new PublishDecision.Grant(held(one(A))));
        }

        @Test
        void aReleaseByAnyNodeIsNothing() {
            assertThat(AttachmentPolicy.onRelease(Attachment.NOBODY, A)).isEqualTo(new ReleaseDecision.NotHeld());
        }

        @Test
        void aReleaseByAllStillClosesTheExport() {
            assertThat(AttachmentPolicy.onReleaseByAll(Attachment.NOBODY))
                    .isEqualTo(new ReleaseDecision.Clear(List.of()));
        }
    }

    @Nested
    class WhenOneNodeHoldsItAlone {
        private final Attachment held = held(one(A));

        @Test
        void theHolderMayAskAgain() {
            assertThat(decide(held, one(A))).isEqualTo(new PublishDecision.AlreadyHeld());
        }

        @Test
        void theHolderMayNotTurnReadOnly() {
            assertThat(decide(held, new Contender(A, AccessClass.SINGLE_NODE, true)))
                    .isEqualTo(new PublishDecision.RefuseOtherUse(held));
        }

        @Test
        void theHolderMayNotTurnMultiNode() {
            assertThat(decide(held, many(A))).isEqualTo(new PublishDecision.RefuseOtherUse(held));
        }

        @Test
        void secondNodeIsRefusedWhileTheFirstHoldsTheVolume() {
            assertThat(decide(held, one(B))).isEqualTo(new PublishDecision.RefuseHeld(A));
        }

        @Test
        void secondNodeIsRefusedAlsoWhenItCallsItselfAMigration() {
            assertThat(decide(held, many(B))).isEqualTo(new PublishDecision.RefuseHeld(A));
        }

        @Test
        void anotherNodesReleaseIsNothing() {
            assertThat(AttachmentPolicy.onRelease(held, B)).isEqualTo(new ReleaseDecision.NotHeld());
        }

        @Test
        void itsOwnReleaseClears() {
            assertThat(AttachmentPolicy.onRelease(held, A)).isEqualTo(new ReleaseDecision.Clear(List.of(A)));
        }
    }

    @Nested
    class WhenAMultiNodeVolumeIsHeld {
        @Test
        void aSecondNodeJoins() {
            assertThat(decide(held(many(A)), many(B)))
                    .isEqualTo(new PublishDecision.Join(held(many(A)).joinedBy(many(B), NOW), A));
        }

        @Test
        void aSecondNodeThatWantsItAloneIsRefused() {
            assertThat(decide(held(many(A)), one(B))).isEqualTo(new PublishDecision.RefuseHeld(A));
        }

        @Test
        void aThirdNodeIsRefused() {
            assertThat(decide(held(many(A), many(B)), many(C)))
                    .isEqualTo(new PublishDecision.RefuseFull(List.of(A, B)));
        }

        @Test
        void bothHoldersMayAskAgain() {
            assertThat(decide(held(many(A), many(B)), many(B))).isEqualTo(new PublishDecision.AlreadyHeld());
        }

        @Test
        void oneOfTwoLeavesTheOther() {
            Attachment held = held(many(A), many(B));
            assertThat(AttachmentPolicy.onRelease(held, A))
                    .isEqualTo(new ReleaseDecision.Leave(
                            held.without(A),
                            held.holders().getFirst(),
                            held.holders().getLast()));
        }
    }

    @Test
    void afterADetachAndAnAttachElsewhereNoGraceLetsAThirdNodeIn() {
        Attachment movedToB = after(left(held(one(A)), A), one(B));
        assertThat(decide(movedToB, one(C))).isEqualTo(new PublishDecision.RefuseHeld(B));
    }

    @Test
    void noSequenceOfCallsLetsTwoNodesHoldASingleNodeVolume() {
        long seed = 20261121L;
        Random random = new Random(seed);
        Attachment held = Attachment.NOBODY;
        for (int step = 0; step < 20_000; step++) {
            NodeName node = List.of(A, B, C).get(random.nextInt(3));
            held = random.nextBoolean() ? after(held, random.nextBoolean() ? one(node) : many(node)) : left(held, node);
            assertThat(held.holders().size())
                    .as("seed %d, step %d", seed, step)
                    .isLessThanOrEqualTo(held.access() == AccessClass.SINGLE_NODE ? 1 : 2);
        }
    }

    private static Attachment after(Attachment held, Contender contender) {
        return switch (decide(held, contender)) {
            case PublishDecision.Grant grant -> grant.next();
            case PublishDecision.Join join -> join.next();
            case PublishDecision.AlreadyHeld same -> held;
            case PublishDecision.RefuseFull full -> held;
            case PublishDecision.RefuseHeld refused -> held;
            case PublishDecision.RefuseOtherUse other -> held;
        };
    }

    private static Attachment left(Attachment held, NodeName node) {
        return switch (AttachmentPolicy.onRelease(held, node)) {
            case ReleaseDecision.NotHeld nothing -> held;
            case ReleaseDecision.Leave leave -> leave.next();
            case ReleaseDecision.Clear clear -> Attachment.NOBODY;
        };
    }
}
