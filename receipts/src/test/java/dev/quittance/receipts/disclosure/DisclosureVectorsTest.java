package dev.quittance.receipts.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.Vectors;
import dev.quittance.receipts.merkle.InclusionProof;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Field trees and disclosures are those of the vectors. */
class DisclosureVectorsTest {

  private static final JsonNode VECTORS = Vectors.load("disclosure");

  static Stream<JsonNode> documents() {
    return Vectors.stream(VECTORS.get("documents"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void document(JsonNode document) {
    Map<String, String> values = new HashMap<>();
    document
        .get("fields")
        .forEach(field -> values.put(Vectors.text(field, "path"), Vectors.text(field, "value")));

    FieldTree tree = FieldTree.of(Vectors.bytes32(document, "master"), values);

    assertThat(tree.root()).isEqualTo(Vectors.bytes32(document, "detailsRoot"));
    List<JsonNode> fields = Vectors.stream(document.get("fields")).toList();
    assertThat(tree.fields()).hasSize(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      FieldLeaf leaf = tree.fields().get(i);
      assertThat(leaf.encode()).isEqualTo(Vectors.bytes(fields.get(i), "leaf"));
      assertThat(leaf.leafHash()).isEqualTo(Vectors.bytes32(fields.get(i), "leafHash"));
      Disclosure disclosure = tree.disclose(leaf.path()).orElseThrow();
      assertThat(disclosure).isEqualTo(disclosure(fields.get(i)));
      assertThat(disclosure.verify(tree.root())).isTrue();
    }
  }

  static Stream<JsonNode> invalid() {
    return Vectors.stream(VECTORS.get("invalid"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void invalidDisclosure(JsonNode row) {
    JsonNode document =
        documents()
            .filter(d -> Vectors.text(d, "name").equals(Vectors.text(row, "document")))
            .findFirst()
            .orElseThrow();
    assertThat(disclosure(row).verify(Vectors.bytes32(document, "detailsRoot"))).isFalse();
  }

  private static Disclosure disclosure(JsonNode field) {
    return new Disclosure(
        new FieldLeaf(
            Vectors.text(field, "path"),
            Vectors.text(field, "value"),
            Vectors.bytes32(field, "salt")),
        new InclusionProof(
            field.get("index").asLong(), field.get("size").asLong(), Vectors.path(field, "proof")));
  }
}
