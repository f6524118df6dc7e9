package dev.quittance.receipts.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law 13: the settlement tree has OpenZeppelin's structure for any rows; its roots, see vectors.
 */
class SettlementTreeLawsTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("13: one root whatever the order of rows; every proof verifies, for its row only")
  void law13(long seed) {
    RandomValues values = new RandomValues(seed);
    for (int n = 1; n <= 40; n++) {
      List<Bytes> rows = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        rows.add(values.bytes(7 * 32));
      }
      StandardMerkleTree tree = StandardMerkleTree.of(rows);
      for (int i = 0; i < n; i++) {
        List<Bytes32> proof = tree.proof(i);
        assertThat(StandardMerkleTree.verify(rows.get(i), proof, tree.root())).isTrue();
        assertThat(StandardMerkleTree.verify(values.flipped(rows.get(i)), proof, tree.root()))
            .isFalse();
      }
      Bytes32 root = tree.root();
      Collections.shuffle(rows, values.random());
      assertThat(StandardMerkleTree.of(rows).root()).as("seed %d, n %d", seed, n).isEqualTo(root);
    }
    assertThat(StandardMerkleTree.of(List.of()).root()).isEqualTo(Bytes32.ZERO);
  }
}
