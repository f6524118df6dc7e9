package dev.quittance.auditor.export;

import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Writes a file of records; see {@link RecordFormat}. Not thread-safe. */
public final class RecordFileWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 17;

  private final Path file;
  private final MessageDigest digest;
  private final DataOutputStream out;
  private long records;
  private long firstOffset = -1;
  private long lastOffset = -1;

  /** Begins a file. */
  public RecordFileWriter(Path file, String topic, int partition) throws IOException {
    this.file = file;
    this.digest = sha256();
    OutputStream hashed = new DigestOutputStream(Files.newOutputStream(file), digest);
    this.out = new DataOutputStream(new BufferedOutputStream(hashed, BUFFER));
    out.write(RecordFormat.magic());
    writeShort(topic.getBytes(StandardCharsets.UTF_8));
    out.writeInt(partition);
  }

  /** Appends a record. */
  public void write(RawRecord record) throws IOException {
    out.writeInt(RecordFormat.bodySize(record));
    out.writeLong(record.offset());
    out.writeLong(record.appendTime());
    writeOptional(record.key());
    writeOptional(record.value());
    out.writeShort(record.headers().size());
    for (RawRecord.Header header : record.headers()) {
      writeShort(header.name().getBytes(StandardCharsets.UTF_8));
      writeOptional(header.value());
    }
    firstOffset = records == 0 ? record.offset() : firstOffset;
    lastOffset = record.offset();
    records++;
  }

  /** What was written. */
  public record Written(
      long records, long firstOffset, long lastOffset, long bytes, Bytes32 sha256) {}

  /** Ends the file. */
  public Written finish() throws IOException {
    out.writeInt(0);
    out.writeLong(records);
    out.close();
    return new Written(
        records, firstOffset, lastOffset, Files.size(file), Bytes32.wrap(digest.digest()));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void writeOptional(Optional<Bytes> bytes) throws IOException {
    if (bytes.isEmpty()) {
      out.writeInt(RecordFormat.NONE);
    } else {
      out.writeInt(bytes.get().size());
      out.write(bytes.get().toByteArray());
    }
  }

  private void writeShort(byte[] bytes) throws IOException {
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
