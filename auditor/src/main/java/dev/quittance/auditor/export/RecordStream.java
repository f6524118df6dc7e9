package dev.quittance.auditor.export;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file's bytes, which know where they are. Not thread-safe. */
final class RecordStream implements AutoCloseable {
  private static final int BUFFER = 1 << 17;

  private final Path file;
  private final InputStream in;
  private long position;

  RecordStream(Path file, InputStream in) {
    this.file = file;
    this.in = new BufferedInputStream(in, BUFFER);
  }

  long position() {
    return position;
  }

  byte[] bytes(int length) throws IOException {
    long at = position;
    byte[] bytes = in.readNBytes(length);
    position += bytes.length;
    if (bytes.length < length) {
      throw new RecordFileReader.Damaged(
          file, at, "ends here, %d bytes too early".formatted(length - bytes.length));
    }
    return bytes;
  }

  int u16() throws IOException {
    return Short.toUnsignedInt(ByteBuffer.wrap(bytes(Short.BYTES)).getShort());
  }

  int u32() throws IOException {
    return ByteBuffer.wrap(bytes(Integer.BYTES)).getInt();
  }

  long u64() throws IOException {
    return ByteBuffer.wrap(bytes(Long.BYTES)).getLong();
  }

  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't close " + file, e);
    }
  }
}
