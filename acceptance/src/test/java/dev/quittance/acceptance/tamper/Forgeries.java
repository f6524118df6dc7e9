package dev.quittance.acceptance.tamper;

import dev.quittance.acceptance.tamper.ExportFolder.Partition;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.Hash32;
import dev.quittance.schemas.avro.PeriodClose;
import dev.quittance.schemas.avro.Receipt;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Records that say what they must not, in place of those that were there. */
public final class Forgeries {
  private Forgeries() {}

  /** Where a forged record stands. */
  public record Forged(Partition partition, long offset) {}

  /** A period's close that the operator did not sign. */
  public static Forged close(ExportFolder export, Random random) throws IOException {
    return replace(
        export,
        record -> record.getBody() instanceof PeriodClose,
        record -> spoil(((PeriodClose) record.getBody()).getSignature(), random.nextInt(32)));
  }

  /** A receipt for another amount that its agent did not sign. */
  public static Forged receipt(ExportFolder export, Random random) throws IOException {
    return replace(
        export,
        record -> isCompleted(record),
        record -> {
          Receipt receipt = (Receipt) record.getBody();
          receipt.getOutputHash().bytes()[random.nextInt(Bytes32.SIZE)] ^= 1;
        });
  }

  private static void spoil(ByteBuffer signature, int at) {
    signature.put(at, (byte) (signature.get(at) ^ 1));
  }

  /** What is done to a record of the log. */
  private interface Change {
    void apply(ReceiptsRecord record);
  }

  private static Forged replace(
      ExportFolder export, Predicate<ReceiptsRecord> wanted, Change change) throws IOException {
    for (Partition partition : export.partitions(Topics.RECEIPTS.name())) {
      List<RawRecord> records = new ArrayList<>(export.records(partition));
      for (int i = 0; i < records.size(); i++) {
        ReceiptsRecord record = receipt(records.get(i));
        if (wanted.test(record)) {
          change.apply(record);
          records.set(i, Tampering.withValue(records.get(i), encoded(records.get(i), record)));
          export.replace(partition, records);
          return new Forged(partition, records.get(i).offset());
        }
      }
    }
    throw new AssertionError("nothing to forge");
  }

  /** Exchanges the outputs of two completed steps of one partition. */
  public static List<Forged> swapOutputs(ExportFolder export, String topic) throws IOException {
    for (Partition partition : export.partitions(topic)) {
      List<RawRecord> records = new ArrayList<>(export.records(partition));
      List<Integer> completed = new ArrayList<>();
      for (int i = 0; i < records.size(); i++) {
        if (isCompleted(topic, records.get(i))) {
          completed.add(i);
        }
      }
      if (completed.size() > 1) {
        int one = completed.get(0);
        int other = completed.get(1);
        Hash32 output = output(topic, records.get(one));
        records.set(one, withOutput(topic, records.get(one), output(topic, records.get(other))));
        records.set(other, withOutput(topic, records.get(other), output));
        export.replace(partition, records);
        return List.of(
            new Forged(partition, records.get(one).offset()),
            new Forged(partition, records.get(other).offset()));
      }
    }
    throw new AssertionError("no two completed steps in one partition of " + topic);
  }

  private static boolean isCompleted(String topic, RawRecord record) {
    return topic.equals(Topics.RECEIPTS.name())
        ? isCompleted(receipt(record))
        : execution(record).getVerdict() == 1;
  }

  private static boolean isCompleted(ReceiptsRecord record) {
    return record.getBody() instanceof Receipt receipt && receipt.getVerdict() == 1;
  }

  private static Hash32 output(String topic, RawRecord record) {
    return topic.equals(Topics.RECEIPTS.name())
        ? ((Receipt) receipt(record).getBody()).getOutputHash()
        : execution(record).getOutputHash();
  }

  private static RawRecord withOutput(String topic, RawRecord record, Hash32 output) {
    if (topic.equals(Topics.RECEIPTS.name())) {
      ReceiptsRecord changed = receipt(record);
      ((Receipt) changed.getBody()).put("outputHash", output);
      return Tampering.withValue(record, encoded(record, changed));
    }
    Execution changed = execution(record);
    changed.put("outputHash", output);
    return Tampering.withValue(record, encoded(record, new ExecutionsRecord(changed)));
  }

  private static ReceiptsRecord receipt(RawRecord record) {
    return WireFormat.decode(
            record.value().orElseThrow().toByteArray(), Topics.RECEIPTS.schema(), Topics.RECEIPTS)
        .orElseThrow();
  }

  private static Execution execution(RawRecord record) {
    return WireFormat.decode(
            record.value().orElseThrow().toByteArray(),
            Topics.EXECUTIONS.schema(),
            Topics.EXECUTIONS)
        .orElseThrow()
        .getBody();
  }

  private static byte[] encoded(RawRecord record, SpecificRecord changed) {
    int id = WireFormat.schemaId(record.value().orElseThrow().toByteArray()).orElseThrow();
    return WireFormat.encode(id, changed);
  }
}
