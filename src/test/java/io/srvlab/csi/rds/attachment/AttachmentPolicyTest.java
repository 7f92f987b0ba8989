package io.srvlab.csi.rds.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AttachmentPolicyTest {
    private static final NodeName A = new NodeName("worker-a");
    private static final NodeName B = new NodeName("worker-b");
    private static final NodeName C = new NodeName("worker-c");
    private static final VolumeId VOLUME = new VolumeId("vol-1");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final AttachmentPolicy POLICY = new AttachmentPolicy(Duration.ofSeconds(30));
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Contender one(NodeName node) {
        return new Contender(node, AccessClass.SINGLE_NODE, false, TIMEOUT);
    }

    private static Contender many(NodeName node) {
        return new Contender(node, AccessClass.MULTI_NODE, false, TIMEOUT);
    }

    private static Attachment held(Contender... contenders) {
        Attachment held = Attachment.NOBODY.givenTo(contenders[0], NOW);
        return contenders.length == 1 ? held : held.joinedBy(contenders[1], NOW.plusSeconds(60));
    }

    private static Recorded recorded(Attachment held) {
        return new Recorded(VOLUME, held, "1", Set.of(), Set.copyOf(held.nodes()));
    }

    private static ReleaseDecision release(Attachment held, NodeName node) {
        return POLICY.onRelease(recorded(held), node, NOW);
    }

    private static PublishDecision decide(Attachment held, Contender contender) {
        return POLICY.onPublish(recorded(held), contender, NOW);
    }

    @Nested
    class WhenNobodyHoldsIt {
        @Test
        void theFirstNodeGetsIt() {
            assertThat(decide(Attachment.NOBODY, one(A))).isEqualTo(new PublishDecision.Grant(held(one(A))));
        }

        @Test
        void aReleaseByAnyNodeIsNothing() {
            assertThat(release(Attachment.NOBODY, A)).isEqualTo(new ReleaseDecision.NotHeld());
        }

        @Test
        void aReleaseByAllIsNothing() {
            assertThat(POLICY.onReleaseByAll(recorded(Attachment.NOBODY), NOW))
                    .isEqualTo(new ReleaseDecision.NotHeld());
        }
    }

    @Nested
    class WhenOneNodeHoldsItAlone {
        private final Attachment held = held(one(A));

        @Test
        void theHolderMayAskAgain() {
            assertThat(decide(held, one(A))).isInstanceOf(PublishDecision.AlreadyHeld.class);
        }

        @Test
        void theHolderMayNotTurnReadOnly() {
            assertThat(decide(held, new Contender(A, AccessClass.SINGLE_NODE, true, TIMEOUT)))
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
            assertThat(release(held, B)).isEqualTo(new ReleaseDecision.NotHeld());
        }

        @Test
        void itsOwnReleaseClears() {
            assertThat(release(held, A)).isEqualTo(new ReleaseDecision.Leave(held, held.without(A, NOW), List.of(A)));
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
                    .isEqualTo(new PublishDecision.RefuseFull(held(many(A), many(B))));
        }

        @Test
        void bothHoldersMayAskAgain() {
            assertThat(decide(held(many(A), many(B)), many(B))).isInstanceOf(PublishDecision.AlreadyHeld.class);
        }

        @Test
        void oneOfTwoLeavesTheOther() {
            Attachment held = held(many(A), many(B));
            assertThat(release(held, A)).isEqualTo(new ReleaseDecision.Leave(held, held.without(A, NOW), List.of(A)));
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

    @Nested
    class WhatOnlyVolumeAttachmentsTell {
        private Recorded recorded(Attachment held, Set<NodeName> attached, Set<NodeName> requested) {
            return new Recorded(VOLUME, held, "1", attached, requested);
        }

        private PublishDecision decide(Recorded recorded, Contender contender) {
            return POLICY.onPublish(recorded, contender, NOW);
        }

        @Test
        void aNodeThatAnotherDriverAttachedHoldsTheVolume() {
            assertThat(decide(recorded(Attachment.NOBODY, Set.of(A), Set.of(A)), one(B)))
                    .isEqualTo(new PublishDecision.RefuseHeld(A));
        }

        @Test
        void itMayBeJoinedByAMigrationAndAdopted() {
            assertThat(decide(recorded(Attachment.NOBODY, Set.of(A), Set.of(A, B)), many(B)))
                    .isInstanceOfSatisfying(
                            PublishDecision.Join.class,
                            join -> assertThat(join.next().nodes()).containsExactly(A, B));
            assertThat(decide(recorded(Attachment.NOBODY, Set.of(A), Set.of(A)), one(A)))
                    .isEqualTo(new PublishDecision.Grant(held(one(A))));
        }

        @Test
        void anAttachedNodeThatTheRecordNoLongerNamesStillBlocksOthers() {
            assertThat(decide(recorded(held(one(B)), Set.of(A), Set.of(A, B)), one(C)))
                    .isEqualTo(new PublishDecision.RefuseHeld(A));
            assertThat(POLICY.onRelease(recorded(held(one(B)), Set.of(A), Set.of(A, B)), A, NOW))
                    .isEqualTo(new ReleaseDecision.NotHeld());
        }

        @Test
        void aRefusedVolumeAttachmentHoldsNothing() {
            assertThat(decide(recorded(Attachment.NOBODY, Set.of(), Set.of(A, B)), one(B)))
                    .isEqualTo(new PublishDecision.Grant(held(one(B))));
        }

        @Test
        void aHolderWithoutAVolumeAttachmentIsDroppedFirstButNotWhileItsOwnMayBeOnTheWay() {
            Recorded lost = recorded(held(one(A)), Set.of(), Set.of(B));
            assertThat(decide(lost, one(B))).isEqualTo(new PublishDecision.RefuseHeld(A));
            assertThat(POLICY.onPublish(lost, one(B), NOW.plusSeconds(31)))
                    .isEqualTo(new PublishDecision.DropFirst(List.of(A)));
        }
    }

    @Nested
    class WhenAMigrationTakesTooLong {
        private final Attachment held = held(many(A), many(B));
        private final Instant late = NOW.plusSeconds(60).plus(TIMEOUT).plusSeconds(1);

        @Test
        void theTargetIsRefusedAndTheSourceIsNot() {
            assertThat(POLICY.onPublish(recorded(held), many(B), late))
                    .isEqualTo(new PublishDecision.RefuseOverdue(held));
            assertThat(POLICY.onPublish(recorded(held), many(A), late)).isInstanceOf(PublishDecision.AlreadyHeld.class);
            assertThat(POLICY.onPublish(recorded(held), many(C), late))
                    .isEqualTo(new PublishDecision.RefuseOverdue(held));
        }

        @Test
        void theNextMigrationHasItsOwnTime() {
            Attachment left = held.without(A, late);
            assertThat(POLICY.onPublish(recorded(left), many(C), late)).isInstanceOf(PublishDecision.Join.class);
        }
    }

    private static Attachment after(Attachment held, Contender contender) {
        return switch (decide(held, contender)) {
            case PublishDecision.Grant grant -> grant.next();
            case PublishDecision.Join join -> join.next();
            case PublishDecision.AlreadyHeld same -> held;
            case PublishDecision.RefuseFull full -> held;
            case PublishDecision.RefuseOverdue late -> held;
            case PublishDecision.DropFirst drop -> held;
            case PublishDecision.RefuseHeld refused -> held;
            case PublishDecision.RefuseOtherUse other -> held;
        };
    }

    private static Attachment left(Attachment held, NodeName node) {
        return switch (release(held, node)) {
            case ReleaseDecision.NotHeld nothing -> held;
            case ReleaseDecision.Leave leave -> leave.next();
        };
    }
}
