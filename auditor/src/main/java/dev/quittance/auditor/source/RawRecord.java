package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A record as it stands on its topic.
 *
 * @param offset its offset, not negative
 * @param appendTime the broker's time, unix milliseconds, not negative
 * @param key its key; empty where the record has none
 * @param value its value; empty where the record has none
 * @param headers its headers, in their order
 */
public record RawRecord(
    long offset,
    long appendTime,
    Optional<Bytes> key,
    Optional<Bytes> value,
    List<Header> headers) {

  /** A header; without a value where it has none. */
  public record Header(String name, Optional<Bytes> value) {}

  /** Copies the headers and checks that offset and time are not negative. */
  public RawRecord {
    headers = List.copyOf(headers);
    if (offset < 0 || appendTime < 0) {
      throw new IllegalArgumentException(
          "offset and append time must not be negative: " + offset + ", " + appendTime);
    }
  }
}
