package dev.quittance.receipts.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.Vectors;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Roots, proofs, tiles and settlement trees are those of the vectors. */
class MerkleVectorsTest {

  private static final JsonNode VECTORS = Vectors.load("merkle");
  private static final MerkleTree SMALL =
      MerkleTree.of(
          Vectors.stream(VECTORS.get("inputs"))
              .map(input -> Rfc6962.leafHash(Bytes.fromHex(input.asText())))
              .toList());
  private static final MerkleTree LARGE =
      MerkleTree.of(IntStream.range(0, 70000).mapToObj(MerkleVectorsTest::largeLeaf).toList());

  private static Bytes32 largeLeaf(int index) {
    byte[] filler =
        Vectors.text(VECTORS.get("large"), "filler").getBytes(StandardCharsets.US_ASCII);
    byte[] leaf = new byte[88];
    ByteBuffer.wrap(leaf).putInt(12, index).put(16, filler);
    return Rfc6962.leafHash(Bytes.wrap(leaf));
  }

  @Test
  void leafHashes() {
    List<Bytes32> expected = Vectors.path(VECTORS, "leafHashes");
    assertThat(IntStream.range(0, SMALL.size()).mapToObj(SMALL::leafHash)).isEqualTo(expected);
  }

  static Stream<JsonNode> roots() {
    return Vectors.stream(VECTORS.get("roots"));
  }

  @ParameterizedTest
  @MethodSource("roots")
  void root(JsonNode row) {
    int size = row.get("size").asInt();
    assertThat(SMALL.root(size)).isEqualTo(Vectors.bytes32(row, "root"));
    assertThat(frontier(SMALL, size).root()).isEqualTo(Vectors.bytes32(row, "root"));
  }

  static Stream<JsonNode> largeRoots() {
    return Vectors.stream(VECTORS.get("large").get("roots"));
  }

  @ParameterizedTest
  @MethodSource("largeRoots")
  void largeRoot(JsonNode row) {
    int size = row.get("size").asInt();
    assertThat(LARGE.root(size)).isEqualTo(Vectors.bytes32(row, "root"));
    assertThat(frontier(LARGE, size).root()).isEqualTo(Vectors.bytes32(row, "root"));
  }

  private static Frontier frontier(MerkleTree tree, int size) {
    Frontier frontier = Frontier.EMPTY;
    for (int i = 0; i < size; i++) {
      frontier = frontier.append(tree.leafHash(i));
    }
    return frontier;
  }

  static Stream<JsonNode> inclusion() {
    return Vectors.stream(VECTORS.get("inclusion"));
  }

  @ParameterizedTest
  @MethodSource("inclusion")
  void inclusionProof(JsonNode row) {
    InclusionProof proof = inclusionProof(row, row.get("size").asInt());
    assertThat(SMALL.inclusionProof(row.get("index").asInt(), row.get("size").asInt()))
        .isEqualTo(proof);
    assertThat(proof.verify(Vectors.bytes32(row, "leafHash"), Vectors.bytes32(row, "root")))
        .isTrue();
  }

  static Stream<JsonNode> invalidInclusion() {
    return Vectors.stream(VECTORS.get("invalidInclusion"));
  }

  @ParameterizedTest
  @MethodSource("invalidInclusion")
  void invalidInclusionProof(JsonNode row) {
    InclusionProof proof = inclusionProof(row, row.get("size").asLong());
    assertThat(proof.verify(Vectors.bytes32(row, "leafHash"), Vectors.bytes32(row, "root")))
        .isFalse();
  }

  private static InclusionProof inclusionProof(JsonNode row, long size) {
    return new InclusionProof(row.get("index").asLong(), size, Vectors.path(row, "path"));
  }

  static Stream<JsonNode> consistency() {
    return Vectors.stream(VECTORS.get("consistency"));
  }

  @ParameterizedTest
  @MethodSource("consistency")
  void consistencyProof(JsonNode row) {
    ConsistencyProof proof = consistencyProofOf(row);
    assertThat(SMALL.consistencyProof((int) proof.first(), (int) proof.second())).isEqualTo(proof);
    assertThat(verify(proof, row)).isTrue();
  }

  static Stream<JsonNode> invalidConsistency() {
    return Vectors.stream(VECTORS.get("invalidConsistency"));
  }

  @ParameterizedTest
  @MethodSource("invalidConsistency")
  void invalidConsistencyProof(JsonNode row) {
    assertThat(verify(consistencyProofOf(row), row)).isFalse();
  }

  private static ConsistencyProof consistencyProofOf(JsonNode row) {
    return new ConsistencyProof(
        row.get("first").asLong(), row.get("second").asLong(), Vectors.path(row, "path"));
  }

  private static boolean verify(ConsistencyProof proof, JsonNode row) {
    return proof.verify(Vectors.bytes32(row, "firstRoot"), Vectors.bytes32(row, "secondRoot"));
  }

  static Stream<JsonNode> tiles() {
    return Vectors.stream(VECTORS.get("large").get("tiled").get("tiles"));
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void tile(JsonNode row) {
    int level = row.get("level").asInt();
    int index = row.get("index").asInt();
    assertThat(TileHashes.width(LARGE.size(), level, index)).isEqualTo(row.get("width").asInt());
    assertThat(Sha256.hash(TileHashes.tile(LARGE, level, index)))
        .isEqualTo(Vectors.bytes32(row, "sha256"));
  }

  static Stream<JsonNode> largeInclusion() {
    return Vectors.stream(VECTORS.get("large").get("tiled").get("inclusion"));
  }

  @ParameterizedTest
  @MethodSource("largeInclusion")
  void largeInclusionProof(JsonNode row) {
    InclusionProof proof = LARGE.inclusionProof(row.get("index").asInt());
    assertThat(proof.path()).isEqualTo(Vectors.path(row, "path"));
    assertThat(proof.verify(Vectors.bytes32(row, "leafHash"), LARGE.root())).isTrue();
  }

  static Stream<JsonNode> settlement() {
    return Vectors.stream(VECTORS.get("settlement"));
  }

  @ParameterizedTest
  @MethodSource("settlement")
  void settlementTree(JsonNode vector) {
    List<JsonNode> rows = Vectors.stream(vector.get("rows")).toList();
    List<Bytes> encoded = rows.stream().map(row -> encoded(row.get("row"))).toList();
    StandardMerkleTree tree = StandardMerkleTree.of(encoded);

    assertThat(tree.root()).isEqualTo(Vectors.bytes32(vector, "root"));
    for (int i = 0; i < rows.size(); i++) {
      assertThat(StandardMerkleTree.leafHash(encoded.get(i)))
          .isEqualTo(Vectors.bytes32(rows.get(i), "leaf"));
      assertThat(tree.proof(i)).isEqualTo(Vectors.path(rows.get(i), "proof"));
      assertThat(StandardMerkleTree.verify(encoded.get(i), tree.proof(i), tree.root())).isTrue();
    }
  }

  private static Bytes encoded(JsonNode row) {
    return new SettlementRow(
            Long.parseUnsignedLong(row.get(0).asText()),
            new AccountAsset(
                Address.fromHex(row.get(1).asText()), Address.fromHex(row.get(2).asText())),
            new Balance(integer(row, 3), integer(row, 4)),
            new Balance(integer(row, 5), integer(row, 6)))
        .abiEncode();
  }

  private static BigInteger integer(JsonNode row, int index) {
    return new BigInteger(row.get(index).asText());
  }
}
