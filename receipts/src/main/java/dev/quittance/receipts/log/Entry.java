package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Rfc6962;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One record of the topic as the log sees it: a leaf of its partition's tree, 88 bytes.
 *
 * @param kind what the log made of the record
 * @param reason why it does not count, if it does not
 * @param partition the record's partition
 * @param offset the record's offset
 * @param appendTime when the broker appended it, unix milliseconds
 * @param recordHash SHA-256 of the raw value; of no bytes for a null value
 * @param receiptDigest EIP-712 digest of the receipt; zero if there is none
 */
public record Entry(
    EntryKind kind,
    Reason reason,
    int partition,
    long offset,
    long appendTime,
    Bytes32 recordHash,
    Bytes32 receiptDigest) {

  /** Length in bytes. */
  public static final int SIZE = 88;

  private static final byte VERSION = 1;

  /** Checks that the reason is one that the kind may have. */
  public Entry {
    if (!fits(kind, reason)) {
      throw new IllegalArgumentException("an entry of kind " + kind + " has no reason " + reason);
    }
  }

  /** The 88 bytes. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE);
    buffer.put(VERSION).put((byte) kind.code()).putShort((short) reason.code());
    buffer.putInt(partition).putLong(offset).putLong(appendTime);
    recordHash.write(buffer);
    receiptDigest.write(buffer);
    return Bytes.wrap(buffer.array());
  }

  /** The hash of the leaf. */
  public Bytes32 leafHash() {
    return Rfc6962.leafHash(encode());
  }

  /** Reads 88 bytes; empty if they are not an entry in every detail. */
  public static Optional<Entry> decode(Bytes encoded) {
    if (encoded.size() != SIZE) {
      return Optional.empty();
    }
    ByteBuffer buffer = encoded.asBuffer();
    byte version = buffer.get();
    Optional<EntryKind> kind = EntryKind.ofCode(buffer.get());
    Optional<Reason> reason = Reason.ofCode(buffer.getShort());
    if (version != VERSION || kind.isEmpty() || reason.isEmpty()) {
      return Optional.empty();
    }
    return fits(kind.get(), reason.get())
        ? Optional.of(readRest(kind.get(), reason.get(), buffer))
        : Optional.empty();
  }

  private static Entry readRest(EntryKind kind, Reason reason, ByteBuffer buffer) {
    return new Entry(
        kind,
        reason,
        buffer.getInt(),
        buffer.getLong(),
        buffer.getLong(),
        Bytes32.read(buffer),
        Bytes32.read(buffer));
  }

  private static boolean fits(EntryKind kind, Reason reason) {
    return switch (kind) {
      case ACCEPTED, PERIOD_CLOSE -> reason == Reason.NONE;
      case DUPLICATE -> reason == Reason.DUPLICATE;
      case REFUSED -> reason != Reason.NONE && reason != Reason.DUPLICATE;
    };
  }
}
