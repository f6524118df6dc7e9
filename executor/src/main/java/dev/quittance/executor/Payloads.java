package dev.quittance.executor;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.schemas.avro.PayloadStored;
import dev.quittance.schemas.avro.PayloadsRecord;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where outputs are kept: small ones as records, in the transaction that cites them; larger ones in
 * the blob store, before it.
 *
 * <p>A file that is forced to disk for each output would cost more than all else that is done for
 * an order.
 */
final class Payloads {
  /** Larger payloads are no records. */
  static final int RECORD_BYTES = 8 * 1024;

  private final ProcessorContext<byte[], SpecificRecord> context;
  private final BlobStore blobs;

  Payloads(ProcessorContext<byte[], SpecificRecord> context, BlobStore blobs) {
    this.context = context;
    this.blobs = blobs;
  }

  /**
   * Keeps a payload.
   *
   * @param sha256 the hash of its bytes
   */
  void keep(Record<byte[], ?> cause, byte[] sha256, byte[] payload) {
    if (payload.length > RECORD_BYTES) {
      blobs.put(payload);
      return;
    }
    PayloadsRecord stored = new PayloadsRecord(new PayloadStored(ByteBuffer.wrap(payload)));
    context.forward(
        new Record<>(sha256, stored, cause.timestamp(), cause.headers()),
        ExecutorTopology.PAYLOADS);
  }

  /** A payload that was too large for a record. */
  Optional<byte[]> large(byte[] sha256) {
    return blobs.get(sha256);
  }
}
