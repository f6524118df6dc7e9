package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;

/**
 * A record of the receipts topic, as a read_committed consumer sees it.
 *
 * @param offset its offset, not negative
 * @param appendTime the broker's time, unix milliseconds, not negative
 * @param recordHash SHA-256 of the raw value; of no bytes for a null value
 * @param decoded what the value decodes to
 */
public record LogRecord(long offset, long appendTime, Bytes32 recordHash, Decoded decoded) {

  /** Checks that offset and time are not negative. */
  public LogRecord {
    if (offset < 0 || appendTime < 0) {
      throw new IllegalArgumentException(
          "offset and append time must not be negative: " + offset + ", " + appendTime);
    }
  }

  /** The record with the given raw value; no bytes for a null value. */
  public static LogRecord of(long offset, long appendTime, Bytes value, Decoded decoded) {
    return new LogRecord(offset, appendTime, Sha256.hash(value), decoded);
  }
}
