package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.RowSettled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tasks give exactly the heads, rows and anchors that the independent program gave. */
class LogVectorsTest {
  private static final LogVectors VECTORS = LogVectors.load();
  private static final SimulatedLine LINE =
      new SimulatedLine(VECTORS.log(), VECTORS::decode, VECTORS.noteSeed());

  @BeforeAll
  static void run() {
    for (int partition = 0; partition < VECTORS.log().partitionCount(); partition++) {
      LINE.receipts(partition).records().addAll(VECTORS.records(partition));
    }
    LINE.run(new Random(1), 0.02);
  }

  @Test
  void heads() {
    List<String> expected = new ArrayList<>();
    for (JsonNode period : VECTORS.periods()) {
      period.get("heads").forEach(head -> expected.add(LogVectors.text(head, "head")));
    }
    List<String> heads =
        LINE.headRecords().stream()
            .map(record -> Objects.requireNonNull(record.getBody()).getHead())
            .map(head -> AvroValues.hex(AvroValues.bytes(head)))
            .toList();
    assertThat(heads).hasSize(9).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void rows() {
    List<List<String>> expected = new ArrayList<>();
    for (JsonNode period : VECTORS.periods()) {
      for (JsonNode row : period.get("settlement").get("rows")) {
        List<String> words = new ArrayList<>();
        row.get("row").forEach(word -> words.add(word.textValue()));
        expected.add(words);
      }
    }
    List<List<String>> rows =
        LINE.read(LINE.rows(), Topics.SETTLEMENT_ROWS).stream()
            .map(record -> record.getBody())
            .flatMap(body -> body instanceof RowSettled row ? Stream.of(words(row)) : Stream.of())
            .toList();
    assertThat(rows).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void anchorsAndCheckpoints() {
    List<AnchorMade> made = LINE.anchors();
    assertThat(made).hasSize(VECTORS.periods().size());
    for (JsonNode period : VECTORS.periods()) {
      int seq = Integer.parseInt(LogVectors.text(period, "seq"));
      AnchorMade anchor = made.get(seq);
      assertThat(anchor.getSeq()).isEqualTo(seq);
      Bytes record = Bytes.wrap(AvroValues.bytes(anchor.getAnchor()));
      JsonNode expected = period.get("anchor");
      assertThat(record).hasToString(LogVectors.text(expected, "record"));
      assertThat(AnchorRecord.decode(record).orElseThrow().settlementRoot())
          .hasToString(LogVectors.text(period.get("settlement"), "settlementRoot"));
      assertThat(AvroValues.hex(anchor.getAnchorHash()))
          .isEqualTo(LogVectors.text(expected, "anchorHash"));
      assertThat(anchor.getCheckpoint())
          .isEqualTo(LogVectors.text(period.get("log"), "checkpoint"));
    }
  }

  private static List<String> words(RowSettled row) {
    return List.of(
        Long.toString(row.getSeq()),
        AvroValues.hex(row.getAccount()),
        AvroValues.hex(row.getAsset()),
        AvroValues.integer(row.getPeriodDebit()).toString(),
        AvroValues.integer(row.getPeriodCredit()).toString(),
        AvroValues.integer(row.getCumDebit()).toString(),
        AvroValues.integer(row.getCumCredit()).toString());
  }
}
