package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Rfc6962;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * What one period puts on the chain: 304 bytes that commit to every record of it and to all periods
 * before it.
 *
 * @param logId the log
 * @param seq the period, from 0
 * @param periodStart unix seconds
 * @param periodEnd unix seconds
 * @param partitionCount number of heads in the period tree
 * @param epoch label of the rules
 * @param topicId Kafka's id of the topic
 * @param entries leaves of all partitions together
 * @param accepted how many of them are ACCEPTED
 * @param periodRoot root over the partition heads
 * @param settlementRoot OpenZeppelin root over the settlement rows
 * @param totalsHash hash of the asset totals
 * @param prevAnchorHash the previous record's hash, zero at seq 0
 * @param prevLogRoot root over all previous records' hashes
 * @param rulesHash hash of the log's rules
 * @param closedAt the latest append time of the closes, unix milliseconds
 */
public record AnchorRecord(
    Bytes32 logId,
    long seq,
    long periodStart,
    long periodEnd,
    int partitionCount,
    int epoch,
    UUID topicId,
    long entries,
    long accepted,
    Bytes32 periodRoot,
    Bytes32 settlementRoot,
    Bytes32 totalsHash,
    Bytes32 prevAnchorHash,
    Bytes32 prevLogRoot,
    Bytes32 rulesHash,
    long closedAt) {

  /** Length in bytes. */
  public static final int SIZE = 304;

  private static final int MAGIC = 0x51544131; // "QTA1"
  private static final int SCHEMA_VERSION = 1;

  /** The 304 bytes. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).putInt(MAGIC).putInt(SCHEMA_VERSION);
    logId.write(buffer);
    buffer.putLong(seq).putLong(periodStart).putLong(periodEnd);
    buffer.putInt(partitionCount).putInt(epoch);
    buffer.putLong(topicId.getMostSignificantBits()).putLong(topicId.getLeastSignificantBits());
    buffer.putLong(entries).putLong(accepted);
    periodRoot.write(buffer);
    settlementRoot.write(buffer);
    totalsHash.write(buffer);
    prevAnchorHash.write(buffer);
    prevLogRoot.write(buffer);
    rulesHash.write(buffer);
    return Bytes.wrap(buffer.putLong(closedAt).array());
  }

  /** The anchor hash: leaf {@code seq} of the anchor log. */
  public Bytes32 hash() {
    return Rfc6962.leafHash(encode());
  }

  /** Reads 304 bytes; empty if length, magic or schema version is another. */
  public static Optional<AnchorRecord> decode(Bytes encoded) {
    ByteBuffer buffer = encoded.asBuffer();
    if (encoded.size() != SIZE || buffer.getInt() != MAGIC || buffer.getInt() != SCHEMA_VERSION) {
      return Optional.empty();
    }
    return Optional.of(
        new AnchorRecord(
            Bytes32.read(buffer),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getInt(),
            buffer.getInt(),
            new UUID(buffer.getLong(), buffer.getLong()),
            buffer.getLong(),
            buffer.getLong(),
            Bytes32.read(buffer),
            Bytes32.read(buffer),
            Bytes32.read(buffer),
            Bytes32.read(buffer),
            Bytes32.read(buffer),
            Bytes32.read(buffer),
            buffer.getLong()));
  }
}
