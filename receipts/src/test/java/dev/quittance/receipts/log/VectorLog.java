package dev.quittance.receipts.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Vectors;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.EcdsaSignature;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The log of the vectors as values of this module. */
public final class VectorLog {

  public static final JsonNode VECTORS = Vectors.load("log");
  public static final JsonNode LOG = VECTORS.get("log");

  private VectorLog() {}

  /** A record of the vectors. */
  public record Row(int partition, LogRecord record, JsonNode expected, String note) {
    @Override
    public String toString() {
      return partition + "/" + record.offset() + " " + note;
    }
  }

  public static LogIdentity identity() {
    ByteBuffer topicId = Vectors.bytes(LOG, "topicId").asBuffer();
    return new LogIdentity(
        Vectors.text(LOG, "origin"),
        LOG.get("partitionCount").asInt(),
        LOG.get("epoch").asInt(),
        new UUID(topicId.getLong(), topicId.getLong()),
        Vectors.bytes32(LOG, "rulesHash"),
        Vectors.domain(LOG.get("domain")),
        Vectors.address(LOG, "operator"));
  }

  /** All records, partition by partition. */
  public static List<Row> rows() {
    return Vectors.stream(VECTORS.get("partitions")).flatMap(VectorLog::rows).toList();
  }

  private static Stream<Row> rows(JsonNode partition) {
    return Vectors.stream(partition.get("records"))
        .map(record ->
            new Row(
                partition.get("partition").asInt(),
                LogRecord.of(
                    Vectors.u64(record, "offset"),
                    Vectors.u64(record, "appendTime"),
                    Vectors.bytes(record, "valueHex"),
                    decoded(record.get("decoded"))),
                record.get("expected"),
                Vectors.text(record, "note")));
  }

  private static Decoded decoded(JsonNode decoded) {
    if (decoded.isNull()) {
      return new Malformed();
    }
    EcdsaSignature signature =
        EcdsaSignature.of(Bytes.fromHex(Vectors.text(decoded, "signature"))).orElseThrow();
    return decoded.has("receipt")
        ? DecodedReceipt.of(new SignedReceipt(Vectors.receipt(decoded.get("receipt")), signature))
        : DecodedClose.of(new SignedPeriodClose(Vectors.close(decoded.get("close")), signature));
  }
}
