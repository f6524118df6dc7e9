package dev.quittance.platform.blob.ipfs;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.util.Arrays;
import java.util.Optional;

/**
 * A content identifier, version 1, of a block by its SHA-256 (multiformats CID specification).
 *
 * @param codec what the block is
 * @param sha256 the hash of the block's bytes
 */
public record Cid(Codec codec, Bytes32 sha256) {
  private static final int VERSION = 1;
  private static final int SHA2_256 = 0x12;
  private static final int SHA2_256_BYTES = 32;
  private static final int HEAD = 4;

  /** Multibase prefix of base32, lower case, without padding. */
  private static final String BASE32 = "b";

  /** What a block is (multicodec table). */
  public enum Codec {
    /** Bytes, as they are. */
    RAW(0x55),
    /** A node with links, in Protocol Buffers. */
    DAG_PB(0x70);

    private final int code;

    Codec(int code) {
      this.code = code;
    }
  }

  /** The identifier of a block. */
  public static Cid of(Codec codec, byte[] block) {
    return new Cid(codec, Sha256.hash(block));
  }

  /** The identifier that a text in base32 stands for; empty when it is none of those made here. */
  public static Optional<Cid> parse(String text) {
    if (!text.startsWith(BASE32)) {
      return Optional.empty();
    }
    byte[] bytes = Base32.decode(text.substring(BASE32.length())).orElse(new byte[0]);
    if (bytes.length != HEAD + SHA2_256_BYTES) {
      return Optional.empty();
    }
    Bytes32 hash = Bytes32.wrap(Arrays.copyOfRange(bytes, HEAD, bytes.length));
    return Arrays.stream(Codec.values())
        .map(codec -> new Cid(codec, hash))
        .filter(cid -> Arrays.equals(cid.toByteArray(), bytes))
        .findFirst();
  }

  /** The identifier in binary, as it stands in links. */
  public byte[] toByteArray() {
    byte[] bytes = new byte[HEAD + SHA2_256_BYTES];
    bytes[0] = VERSION;
    bytes[1] = (byte) codec.code;
    bytes[2] = SHA2_256;
    bytes[3] = SHA2_256_BYTES;
    System.arraycopy(sha256.toByteArray(), 0, bytes, HEAD, SHA2_256_BYTES);
    return bytes;
  }

  /** The identifier as people and programs write it. */
  @Override
  public String toString() {
    return BASE32 + Base32.encode(toByteArray());
  }
}
