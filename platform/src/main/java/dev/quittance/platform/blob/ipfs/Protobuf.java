package dev.quittance.platform.blob.ipfs;

import java.io.ByteArrayOutputStream;

/** The two kinds of Protocol Buffers fields that UnixFS has, in the order in which they come. */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  /** Adds a number that is not negative. */
  Protobuf number(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  /** Adds bytes, none among them. */
  Protobuf bytes(int field, byte[] value) {
    varint(((long) field << 3) | LENGTH_DELIMITED);
    varint(value.length);
    message.writeBytes(value);
    return this;
  }

  byte[] toByteArray() {
    return message.toByteArray();
  }

  private void varint(long value) {
    long rest = value;
    while (rest > 0x7f) {
      message.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    message.write((int) rest);
  }
}
