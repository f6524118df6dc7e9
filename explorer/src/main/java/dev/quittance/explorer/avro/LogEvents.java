package dev.quittance.explorer.avro;

import dev.quittance.explorer.fold.ViewFold;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.PayloadStored;

/** Tells a fold what records say of payloads, heads and anchors. */
public final class LogEvents {
  private LogEvents() {}

  /** A payload; what its hash is, its bytes say. */
  public static void stored(ViewFold fold, PayloadStored stored) {
    byte[] payload = AvroValues.bytes(stored.getPayload());
    fold.payload(Sha256.hash(payload).toByteArray(), payload);
  }

  /**
   * A closed head.
   *
   * @param number of its partition, among those of all epochs
   */
  public static void closed(ViewFold fold, HeadClosed closed, int number) {
    PartitionHead.decode(Bytes.wrap(AvroValues.bytes(closed.getHead())))
        .ifPresent(
            head -> fold.head(closed.getSeq(), number, head.startOffset(), head.endOffset()));
  }

  /** A final anchor. */
  public static void anchored(ViewFold fold, AnchorFinal anchored) {
    fold.anchored(anchored.getSeq(), AvroValues.hex(anchored.getTxHash()));
  }
}
