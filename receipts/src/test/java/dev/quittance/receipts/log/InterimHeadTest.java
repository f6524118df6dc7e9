package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was said of an open period is signed, and held against the period when it is closed. */
class InterimHeadTest {
  private static final String ORIGIN = "log.example/receipts";
  private static final Bytes32 SEED = new RandomValues(1).bytes32();
  private static final VerifierKey KEY = VerifierKey.ofSeed(ORIGIN, SEED);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyPrefixIsOneAndARewriteShows(long seed) {
    RandomValues values = new RandomValues(seed);
    List<Bytes32> leaves = values.hashes(1 + values.below(60));
    MerkleTree closed = MerkleTree.of(leaves);
    for (int size = 0; size <= leaves.size(); size++) {
      InterimHead head = new InterimHead(ORIGIN, 2, 7, size, closed.root(size));
      assertThat(InterimHead.verify(head.sign(SEED), KEY)).contains(head);
      assertThat(check(head, closed)).isEqualTo(new InterimHead.Verdict.Prefix());
      if (size > 0) {
        List<Bytes32> changed = new ArrayList<>(leaves);
        int at = values.below(size);
        changed.set(at, values.flipped(changed.get(at)));
        MerkleTree rewritten = MerkleTree.of(changed);
        assertThat(check(head, rewritten))
            .isEqualTo(new InterimHead.Verdict.Rewritten(rewritten.root(size)));
        MerkleTree shorter = MerkleTree.of(leaves.subList(0, size - 1));
        assertThat(check(head, shorter)).isEqualTo(new InterimHead.Verdict.Shortened(size - 1));
      }
    }
  }

  private static InterimHead.Verdict check(InterimHead head, MerkleTree tree) {
    return head.check(tree.size(), size -> tree.root(Math.toIntExact(size)));
  }

  @Test
  void noteNamesTheTreeAndTheLogsKey() {
    InterimHead head = new InterimHead(ORIGIN, 2, 7, 3, Bytes32.ZERO);
    assertThat(head.sign(SEED))
        .startsWith(ORIGIN + "/2/7\n3\nAAAA")
        .contains("\n\n\u2014 " + ORIGIN + " ");
    assertThat(Checkpoint.verify(head.sign(SEED), KEY)).as("no checkpoint of the log").isEmpty();
  }

  @Test
  void otherNotesAreNoInterimHeads() {
    Checkpoint checkpoint = new Checkpoint(ORIGIN, 3, Bytes32.ZERO);
    assertThat(InterimHead.verify(checkpoint.sign(SEED), KEY)).isEmpty();
    for (String tree : List.of("", "/1", "/1/-2", "/01/2", "/1/2/3", "/1/99999999999999999999")) {
      String note = new Checkpoint(ORIGIN + tree, 3, Bytes32.ZERO).sign(ORIGIN, SEED);
      assertThat(InterimHead.verify(note, KEY)).as(tree).isEmpty();
    }
    String good = new InterimHead(ORIGIN, 2, 7, 3, Bytes32.ZERO).sign(SEED);
    assertThat(InterimHead.verify(good.replace("/2/7", "/2/8"), KEY)).isEmpty();
    assertThat(InterimHead.verify(good, VerifierKey.ofSeed(ORIGIN, Bytes32.ZERO))).isEmpty();
  }

  @Test
  void comesFromAPartitionsState() {
    PartitionState state = PartitionState.initial(3);
    assertThat(InterimHead.of(ORIGIN, state))
        .isEqualTo(new InterimHead(ORIGIN, 3, 0, 0, state.entries().root()));
  }
}
