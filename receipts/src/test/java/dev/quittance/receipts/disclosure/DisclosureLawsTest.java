package dev.quittance.receipts.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 19, and what a field tree refuses. */
class DisclosureLawsTest {

  private static final Bytes32 MASTER = new RandomValues(1).bytes32();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  @DisplayName("19: a disclosure stays valid when master, values and other fields are erased")
  void law19(long seed) {
    RandomValues values = new RandomValues(seed);
    Map<String, String> details = new HashMap<>();
    for (int i = 0; i <= values.below(30); i++) {
      details.put("/field/" + i, Integer.toString(values.below(1000)));
    }
    FieldTree tree = FieldTree.of(values.bytes32(), details);
    Bytes32 detailsRoot = tree.root();
    List<Disclosure> disclosures =
        tree.fields().stream().map(field -> tree.disclose(field.path()).orElseThrow()).toList();

    for (Disclosure disclosure : disclosures) {
      FieldLeaf field = disclosure.field();
      assertThat(disclosure.verify(detailsRoot)).as("seed %d", seed).isTrue();
      Disclosure otherSalt =
          new Disclosure(
              new FieldLeaf(field.path(), field.value(), values.flipped(field.salt())),
              disclosure.proof());
      assertThat(otherSalt.verify(detailsRoot)).isFalse();
      Disclosure otherValue =
          new Disclosure(
              new FieldLeaf(field.path(), "\"other\"", field.salt()), disclosure.proof());
      assertThat(otherValue.verify(detailsRoot)).isFalse();
    }
    assertThat(disclosures.stream().map(d -> d.field().salt()).distinct())
        .hasSize(disclosures.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "/~", "/~2", "/x~", "/\ud800"})
  void refusesWhatIsNoPointer(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldTree.of(MASTER, Map.of(path, "1")))
        .withMessageContaining("not a JSON pointer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1.0", "{\"b\":1,\"a\":2}", "01", "1,2", "nul", "\"\\u0061\""})
  void refusesValuesThatAreNotCanonical(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldTree.of(MASTER, Map.of("/a", value)))
        .withMessageContaining("not canonical");
  }

  @Test
  void refusesAFieldInsideOfAnother() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldTree.of(MASTER, Map.of("/a", "{}", "/a/b", "1")))
        .withMessage("'/a/b' is inside of '/a'");
    assertThat(FieldTree.of(MASTER, Map.of("/a", "1", "/ab", "2")).fields()).hasSize(2);
  }

  @Test
  void anUnknownFieldIsNotDisclosed() {
    assertThat(FieldTree.of(MASTER, Map.of("/a", "1")).disclose("/b")).isEmpty();
  }
}
