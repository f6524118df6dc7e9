package dev.quittance.auditor.export;

import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The files of records, one for each partition, byte by byte; integers are big-endian.
 *
 * <pre>
 * head    "QTX1" | u16 length, topic in UTF-8 | u32 partition
 * record  u32 size of what follows of it | u64 offset | u64 append time, ms | key | value
 *         | u16 headers, each: u16 length, name in UTF-8; value
 * end     u32 zero | u64 how many records there are
 * </pre>
 *
 * <p>A key or value is a u32 length and as many bytes, or a length of 2^32 - 1 where there is none.
 */
final class RecordFormat {

  /** The length that says that there are no bytes, not even none. */
  static final int NONE = -1;

  /** The smallest size of a record: no key, no value, no headers. */
  static final int SMALLEST = 26;

  /** The largest size of a record: far above what a broker takes. */
  static final int LARGEST = 1 << 28;

  private RecordFormat() {}

  static byte[] magic() {
    return "QTX1".getBytes(StandardCharsets.US_ASCII);
  }

  static int bodySize(RawRecord record) {
    int size = SMALLEST + size(record.key()) + size(record.value());
    for (RawRecord.Header header : record.headers()) {
      size += 2 + header.name().getBytes(StandardCharsets.UTF_8).length + 4 + size(header.value());
    }
    return size;
  }

  private static int size(Optional<Bytes> bytes) {
    return bytes.map(Bytes::size).orElse(0);
  }
}
