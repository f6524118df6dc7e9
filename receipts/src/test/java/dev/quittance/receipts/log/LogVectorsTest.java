package dev.quittance.receipts.log;

import static dev.quittance.receipts.log.VectorLog.LOG;
import static dev.quittance.receipts.log.VectorLog.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.Vectors;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.merkle.ConsistencyProof;
import dev.quittance.receipts.merkle.InclusionProof;
import dev.quittance.receipts.merkle.MerkleTree;
import dev.quittance.receipts.merkle.StandardMerkleTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole log of the vectors, record by record and period by period. */
class LogVectorsTest {

  private static final LogReplay REPLAY =
      new LogReplay(
          VectorLog.identity(), Secp256k1Signatures.preferred(), Retention.ofPeriods(_ -> true));
  private static final Map<VectorLog.Row, Appended> APPENDED = new HashMap<>();
  private static final List<ReplayedPeriod> PERIODS = new ArrayList<>();

  static {
    for (VectorLog.Row row : VectorLog.rows()) {
      ReplayStep step = REPLAY.feed(row.partition(), row.record());
      APPENDED.put(row, step.appended());
      PERIODS.addAll(step.completed());
    }
  }

  @Test
  void identity() {
    assertThat(VectorLog.identity().logId()).isEqualTo(Vectors.bytes32(LOG, "logId"));
    assertThat(CanonicalJson.canonicalize(LOG.get("rules").toString()))
        .isEqualTo(Vectors.text(LOG, "rulesCanonical"));
    assertThat(CanonicalJson.hash(LOG.get("rules").toString()))
        .isEqualTo(Vectors.bytes32(LOG, "rulesHash"));
  }

  static Stream<VectorLog.Row> records() {
    return VectorLog.rows().stream();
  }

  @ParameterizedTest
  @MethodSource("records")
  void record(VectorLog.Row row) {
    Appended appended = Objects.requireNonNull(APPENDED.get(row));
    Entry entry = appended.entry();
    JsonNode expected = row.expected();

    assertThat(entry.kind().code()).isEqualTo(expected.get("kind").asInt());
    assertThat(entry.reason().code()).isEqualTo(expected.get("reason").asInt());
    assertThat(appended.period()).isEqualTo(Vectors.u64(expected, "period"));
    assertThat(entry.recordHash()).isEqualTo(Vectors.bytes32(expected, "recordHash"));
    assertThat(entry.receiptDigest()).isEqualTo(Vectors.bytes32(expected, "receiptDigest"));
    assertThat(entry.encode()).isEqualTo(Vectors.bytes(expected, "entry"));
    assertThat(entry.leafHash()).isEqualTo(Vectors.bytes32(expected, "leafHash"));
    assertThat(Entry.decode(entry.encode())).contains(entry);
    if (expected.has("index")) {
      assertThat(appended.index()).isEqualTo(expected.get("index").asLong());
      InclusionProof proof =
          REPLAY
              .period(appended.period())
              .orElseThrow()
              .entryProof(row.partition(), appended.index());
      assertThat(proof.path()).isEqualTo(Vectors.path(expected, "path"));
    } else {
      assertThat(REPLAY.period(appended.period())).isEmpty();
    }
  }

  static IntStream periods() {
    return IntStream.range(0, VECTORS.get("periods").size());
  }

  @Test
  void allPeriodsAreComplete() {
    assertThat(PERIODS).hasSize(LOG.get("periods").asInt());
  }

  @ParameterizedTest
  @MethodSource("periods")
  void heads(int seq) {
    ReplayedPeriod period = PERIODS.get(seq);
    JsonNode expected = VECTORS.get("periods").get(seq).get("heads");
    for (int p = 0; p < expected.size(); p++) {
      PartitionHead head = period.assembled().heads().get(p);
      assertThat(head.encode()).isEqualTo(Vectors.bytes(expected.get(p), "head"));
      assertThat(head.leafHash()).isEqualTo(Vectors.bytes32(expected.get(p), "leafHash"));
      assertThat(PartitionHead.decode(head.encode())).contains(head);
      assertThat(REPLAY.period(seq).orElseThrow().headProof(p).path())
          .isEqualTo(Vectors.path(expected.get(p), "path"));
      agents(period.partitions().get(p).agents(), expected.get(p).get("agents"));
    }
  }

  private static void agents(List<AgentLeaf> agents, JsonNode expected) {
    assertThat(agents).hasSize(expected.size());
    MerkleTree tree = MerkleTree.of(agents.stream().map(AgentLeaf::leafHash).toList());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(agents.get(i).encode()).isEqualTo(Vectors.bytes(expected.get(i), "leaf"));
      assertThat(AgentLeaf.decode(agents.get(i).encode())).contains(agents.get(i));
      assertThat(tree.leafHash(i)).isEqualTo(Vectors.bytes32(expected.get(i), "leafHash"));
      assertThat(tree.inclusionProof(i).path()).isEqualTo(Vectors.path(expected.get(i), "path"));
    }
  }

  @ParameterizedTest
  @MethodSource("periods")
  void settlement(int seq) {
    AssembledPeriod period = PERIODS.get(seq).assembled();
    JsonNode expected = VECTORS.get("periods").get(seq).get("settlement");
    StandardMerkleTree tree =
        StandardMerkleTree.of(period.rows().stream().map(SettlementRow::abiEncode).toList());
    Map<List<String>, List<Bytes32>> proofs = new HashMap<>();
    for (int i = 0; i < period.rows().size(); i++) {
      proofs.put(values(period.rows().get(i)), tree.proof(i));
    }

    Map<List<String>, List<Bytes32>> expectedProofs = new HashMap<>();
    Vectors.stream(expected.get("rows"))
        .forEach(row ->
            expectedProofs.put(
                Vectors.stream(row.get("row")).map(JsonNode::asText).toList(),
                Vectors.path(row, "proof")));
    assertThat(proofs).isEqualTo(expectedProofs);
    assertThat(tree.root()).isEqualTo(Vectors.bytes32(expected, "settlementRoot"));
    assertThat(period.totals().hash()).isEqualTo(Vectors.bytes32(expected, "totalsHash"));
    assertThat(period.totals().assets())
        .isEqualTo(Vectors.stream(expected.get("totals")).map(LogVectorsTest::total).toList());
  }

  private static List<String> values(SettlementRow row) {
    return List.of(
        Long.toString(row.seq()),
        row.key().account().toString(),
        row.key().asset().toString(),
        row.period().debit().toString(),
        row.period().credit().toString(),
        row.cumulative().debit().toString(),
        row.cumulative().credit().toString());
  }

  private static AssetTotal total(JsonNode total) {
    return new AssetTotal(
        Vectors.address(total, "asset"),
        new Balance(Vectors.integer(total, "periodDebit"), Vectors.integer(total, "periodCredit")),
        new Balance(Vectors.integer(total, "cumDebit"), Vectors.integer(total, "cumCredit")));
  }

  @ParameterizedTest
  @MethodSource("periods")
  void anchor(int seq) {
    AssembledPeriod period = PERIODS.get(seq).assembled();
    JsonNode expected = VECTORS.get("periods").get(seq).get("anchor");

    assertThat(period.record().encode()).isEqualTo(Vectors.bytes(expected, "record"));
    assertThat(period.anchorHash()).isEqualTo(Vectors.bytes32(expected, "anchorHash"));
    assertThat(AnchorRecord.decode(period.record().encode())).contains(period.record());
    assertThat(AnchorRecord.decode(Bytes.EMPTY)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("periods")
  void checkpoint(int seq) {
    AssembledPeriod period = PERIODS.get(seq).assembled();
    JsonNode expected = VECTORS.get("periods").get(seq).get("log");
    Checkpoint checkpoint =
        new Checkpoint(
            VectorLog.identity().origin(), period.anchors().size(), period.anchors().root());

    assertThat(checkpoint.size()).isEqualTo(expected.get("size").asLong());
    assertThat(checkpoint.root()).isEqualTo(Vectors.bytes32(expected, "root"));
    String note = checkpoint.sign(Vectors.bytes32(LOG, "noteSeed"));
    assertThat(note).isEqualTo(Vectors.text(expected, "checkpoint"));
    assertThat(Checkpoint.verify(note, VerifierKey.parse(Vectors.text(LOG, "verifierKey"))))
        .contains(checkpoint);
  }

  @Test
  void verifierKey() {
    String expected = Vectors.text(LOG, "verifierKey");
    VerifierKey key =
        VerifierKey.ofSeed(VectorLog.identity().origin(), Vectors.bytes32(LOG, "noteSeed"));
    assertThat(key).hasToString(expected).isEqualTo(VerifierKey.parse(expected));
  }

  static Stream<JsonNode> logInclusion() {
    return Vectors.stream(VECTORS.get("logInclusion"));
  }

  @ParameterizedTest
  @MethodSource("logInclusion")
  void anchorInclusion(JsonNode row) {
    InclusionProof proof = REPLAY.anchorProof(row.get("index").asLong(), row.get("size").asLong());
    assertThat(proof.path()).isEqualTo(Vectors.path(row, "path"));
    assertThat(REPLAY.anchorHash(row.get("index").asLong()))
        .isEqualTo(Vectors.bytes32(row, "leafHash"));
    assertThat(proof.verify(Vectors.bytes32(row, "leafHash"), Vectors.bytes32(row, "root")))
        .isTrue();
  }

  static Stream<JsonNode> logConsistency() {
    return Vectors.stream(VECTORS.get("logConsistency"));
  }

  @ParameterizedTest
  @MethodSource("logConsistency")
  void anchorConsistency(JsonNode row) {
    int first = row.get("first").asInt();
    int second = row.get("second").asInt();
    MerkleTree anchors =
        MerkleTree.of(IntStream.range(0, second).mapToObj(REPLAY::anchorHash).toList());
    ConsistencyProof proof = anchors.consistencyProof(first, second);
    assertThat(proof.path()).isEqualTo(Vectors.path(row, "path"));
    assertThat(proof.verify(anchors.root(first), anchors.root(second))).isTrue();
  }
}
