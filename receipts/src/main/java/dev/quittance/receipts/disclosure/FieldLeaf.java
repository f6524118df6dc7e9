package dev.quittance.receipts.disclosure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Rfc6962;
import java.nio.ByteBuffer;

/**
 * One salted field of a receipt's details: a leaf of the field tree.
 *
 * @param path JSON pointer (RFC 6901) of the field
 * @param value its value as canonical JSON (RFC 8785)
 * @param salt 32 bytes that only the discloser knows until the field is disclosed
 */
public record FieldLeaf(String path, String value, Bytes32 salt) {

  private static final short TAG = 0x0140;
  private static final int MAX_PATH_BYTES = 0xffff;

  /** Checks the pointer, and that the value is canonical. */
  public FieldLeaf {
    if (!isPointer(path) || path.getBytes(UTF_8).length > MAX_PATH_BYTES) {
      throw new IllegalArgumentException("not a JSON pointer of at most 65535 bytes: " + path);
    }
    if (!CanonicalJson.isCanonical(value)) {
      throw new IllegalArgumentException("the value of " + path + " is not canonical JSON");
    }
  }

  private static boolean isPointer(String path) {
    for (int i = path.indexOf('~'); i >= 0; i = path.indexOf('~', i + 1)) {
      if (!path.startsWith("~0", i) && !path.startsWith("~1", i)) {
        return false;
      }
    }
    return (path.isEmpty() || path.startsWith("/"))
        && path.codePoints().noneMatch(FieldLeaf::isSurrogate);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** The path's bytes, by which fields are sorted. */
  Bytes pathBytes() {
    return Bytes.wrap(path.getBytes(UTF_8));
  }

  /** The leaf's bytes. */
  public Bytes encode() {
    byte[] pathUtf8 = path.getBytes(UTF_8);
    byte[] valueUtf8 = value.getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + Bytes32.SIZE + pathUtf8.length + valueUtf8.length)
            .putShort(TAG)
            .putShort((short) pathUtf8.length);
    salt.write(buffer);
    return Bytes.wrap(buffer.put(pathUtf8).putInt(valueUtf8.length).put(valueUtf8).array());
  }

  /** The leaf's hash. */
  public Bytes32 leafHash() {
    return Rfc6962.leafHash(encode());
  }
}
