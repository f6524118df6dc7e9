package dev.quittance.anchorer.avro;

import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.AnchorsRecord;
import java.nio.ByteBuffer;

/** Records of {@code anchors}. */
public final class AnchorRecords {
  private AnchorRecords() {}

  /** The key: the period, 8 bytes. */
  public static byte[] key(long seq) {
    return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
  }

  /** The record of an anchor, with the signed checkpoint after it. */
  public static AnchorsRecord of(AssembledPeriod period, String checkpoint) {
    return new AnchorsRecord(
        new AnchorMade(
            period.record().seq(),
            ByteBuffer.wrap(period.record().encode().toByteArray()),
            AvroValues.hash32(period.anchorHash().toByteArray()),
            checkpoint));
  }
}
