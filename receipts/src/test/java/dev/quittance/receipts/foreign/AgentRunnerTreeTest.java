package dev.quittance.receipts.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.Vectors;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AgentRunner's trees, held to the vectors of their own library. */
class AgentRunnerTreeTest {
  static Stream<JsonNode> vectors() {
    return Vectors.stream(Vectors.load("agentrunner"));
  }

  private static List<Bytes32> hashes(JsonNode array) {
    List<Bytes32> hashes = new ArrayList<>();
    array.forEach(hash -> hashes.add(Bytes32.fromHex(hash.asText())));
    return hashes;
  }

  private static JsonNode vector(int n) {
    return vectors().filter(row -> row.get("n").asInt() == n).findFirst().orElseThrow();
  }

  /** Leaves that the proofs of leaf 0 name; the vectors have no others. */
  private static List<Bytes32> leaves(int count) {
    return Stream.of(
            vector(1).get("leaf0"), vector(2).get("proof0").get(0), vector(3).get("proof0").get(1))
        .limit(count)
        .map(hash -> Bytes32.fromHex(hash.asText()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rootsAndProofsAreTheirs(int n) {
    JsonNode row = vector(n);

    assertThat(AgentRunnerTree.root(leaves(n))).contains(Bytes32.fromHex(row.get("root").asText()));
    assertThat(AgentRunnerTree.proof(leaves(n), 0)).isEqualTo(hashes(row.get("proof0")));
  }

  /** Of five leaves the vectors have leaves 0, 1 and 4 and the node over 2 and 3. */
  @Test
  void theOddLeafOfFiveIsPromotedTwice() {
    JsonNode row = vector(5);
    Bytes32 root = Bytes32.fromHex(row.get("root").asText());
    List<Bytes32> proof = hashes(row.get("proof0"));

    assertThat(AgentRunnerTree.verify(leaves(1).getFirst(), proof, root)).isTrue();
    Bytes32 left = AgentRunnerTree.root(leaves(2)).orElseThrow();
    assertThat(AgentRunnerTree.root(List.of(left, proof.get(1), proof.get(2)))).contains(root);
  }

  @Test
  void noLeavesHaveNoRoot() {
    assertThat(vector(0).get("root").asText()).isEqualTo("0x");
    assertThat(AgentRunnerTree.root(List.of())).isEmpty();
    assertThatThrownBy(() -> AgentRunnerTree.proof(List.of(), 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyLeafIsProvenAndNoOther(long seed) {
    Random random = new Random(seed);
    for (int n = 1; n <= 40; n++) {
      List<Bytes32> leaves = IntStream.range(0, n).mapToObj(_ -> random(random)).toList();
      Bytes32 root = AgentRunnerTree.root(leaves).orElseThrow();
      for (int i = 0; i < n; i++) {
        List<Bytes32> proof = AgentRunnerTree.proof(leaves, i);
        String about = "seed " + seed + ", leaf " + i + " of " + n;
        assertThat(AgentRunnerTree.verify(leaves.get(i), proof, root)).as(about).isTrue();
        assertThat(AgentRunnerTree.verify(random(random), proof, root)).as(about).isFalse();
      }
    }
  }

  private static Bytes32 random(Random random) {
    byte[] bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return Bytes32.wrap(bytes);
  }
}
