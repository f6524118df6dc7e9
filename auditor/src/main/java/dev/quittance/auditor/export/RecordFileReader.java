package dev.quittance.auditor.export;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a file of records; see {@link RecordFormat}. Not thread-safe. */
public final class RecordFileReader implements Cursor<RawRecord> {

  /** A file is not in its format; the message names the file and the byte. */
  public static final class Damaged extends IOException {
    Damaged(Path file, long at, String problem) {
      super("%s, byte %d: %s".formatted(file, at, problem));
    }
  }

  private final Path file;
  private final RecordStream in;
  private long records;
  private boolean isAtEnd;

  /**
   * Opens a file that is to hold a partition.
   *
   * @throws Damaged if it does not
   */
  public RecordFileReader(Path file, String topic, int partition) throws IOException {
    this(file, Files.newInputStream(file), topic, partition);
  }

  /** Opens a file of a source, which can't be read where this fails. */
  static RecordFileReader open(Path file, String topic, int partition)
      throws LogUnavailableException {
    try {
      return new RecordFileReader(file, topic, partition);
    } catch (NoSuchFileException e) {
      throw new LogUnavailableException(file + " is missing", e);
    } catch (IOException e) {
      throw new LogUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The same with the file's bytes from elsewhere, for who looks at them too. */
  RecordFileReader(Path file, InputStream bytes, String topic, int partition) throws IOException {
    this.file = file;
    this.in = new RecordStream(file, bytes);
    try {
      head(topic, partition);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private void head(String topic, int partition) throws IOException {
    byte[] magic = in.bytes(4);
    if (!ByteBuffer.wrap(magic).equals(ByteBuffer.wrap(RecordFormat.magic()))) {
      throw new Damaged(
          file,
          0,
          "begins with %s, not QTX1: another format, or a newer version of it"
              .formatted(Bytes.wrap(magic)));
    }
    String named = new String(in.bytes(in.u16()), StandardCharsets.UTF_8);
    long at = in.position();
    int number = in.u32();
    if (!named.equals(topic) || number != partition) {
      throw new Damaged(
          file,
          at,
          "holds partition %d of %s, expected %d of %s".formatted(number, named, partition, topic));
    }
  }

  /** The next record; null at the end. */
  public @Nullable RawRecord read() throws IOException {
    long at = in.position();
    byte[] body = isAtEnd ? null : body();
    if (body == null) {
      return null;
    }
    records++;
    try {
      return record(ByteBuffer.wrap(body));
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      throw new Damaged(file, at, "a record whose lengths don't fit its size");
    }
  }

  /** Passes by some records. */
  public void skip(long count) throws IOException {
    for (long i = 0; i < count && body() != null; i++) {
      records++;
    }
  }

  private byte @Nullable [] body() throws IOException {
    long at = in.position();
    int size = in.u32();
    if (size == 0) {
      end(at);
      return null;
    }
    if (size < RecordFormat.SMALLEST || size > RecordFormat.LARGEST) {
      throw new Damaged(file, at, "a record of " + Integer.toUnsignedString(size) + " bytes");
    }
    return in.bytes(size);
  }

  private void end(long at) throws IOException {
    long counted = in.u64();
    if (counted != records) {
      throw new Damaged(file, at, "ends after %d records and says %d".formatted(records, counted));
    }
    if (!in.isAtEnd()) {
      throw new Damaged(file, in.position(), "goes on after its end");
    }
    isAtEnd = true;
  }

  private static RawRecord record(ByteBuffer body) {
    long offset = body.getLong();
    long appendTime = body.getLong();
    Optional<Bytes> key = optional(body);
    Optional<Bytes> value = optional(body);
    List<RawRecord.Header> headers = new ArrayList<>();
    for (int left = Short.toUnsignedInt(body.getShort()); left > 0; left--) {
      byte[] name = bytes(body, Short.toUnsignedInt(body.getShort()));
      headers.add(new RawRecord.Header(new String(name, StandardCharsets.UTF_8), optional(body)));
    }
    if (body.hasRemaining()) {
      throw new IllegalArgumentException("bytes left");
    }
    return new RawRecord(offset, appendTime, key, value, headers);
  }

  private static Optional<Bytes> optional(ByteBuffer body) {
    int length = body.getInt();
    return length == RecordFormat.NONE
        ? Optional.empty()
        : Optional.of(Bytes.wrap(bytes(body, length)));
  }

  private static byte[] bytes(ByteBuffer body, int length) {
    if (length < 0 || length > body.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    body.get(bytes);
    return bytes;
  }

  @Override
  public @Nullable RawRecord next() throws LogUnavailableException {
    try {
      return read();
    } catch (IOException e) {
      throw new LogUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    in.close();
  }
}
