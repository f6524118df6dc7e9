package dev.quittance.receipts.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import dev.quittance.receipts.crypto.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public key of a log's checkpoints, in the C2SP signed-note form {@code name+hash+key} with
 * Ed25519 (type 0x01).
 *
 * @param name the key's name, the log's origin
 * @param publicKey the Ed25519 public key
 */
public record VerifierKey(String name, Bytes32 publicKey) {

  private static final byte ED25519 = 1;
  private static final int HASH_SIZE = 4;

  /** Checks the name's form. */
  public VerifierKey {
    Origins.require(name);
  }

  /** The key that belongs to a signing seed. */
  public static VerifierKey ofSeed(String name, Bytes32 seed) {
    return new VerifierKey(name, Ed25519.publicKey(seed));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is not exactly one Ed25519 key with the right hash
   */
  public static VerifierKey parse(String text) {
    // A '+' may also occur in the base64 at the end, never before it.
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a verifier key is name+hash+key: " + text);
    }
    byte[] typed = StrictBase64.decode(parts[2]);
    if (typed.length != 1 + Bytes32.SIZE || typed[0] != ED25519) {
      throw new IllegalArgumentException("a verifier key must be Ed25519 (type 1): " + text);
    }
    VerifierKey key =
        new VerifierKey(parts[0], Bytes32.wrap(Arrays.copyOfRange(typed, 1, typed.length)));
    if (!key.toString().equals(text)) {
      throw new IllegalArgumentException("the hash in the verifier key is not the key's: " + text);
    }
    return key;
  }

  /** The first four bytes of SHA-256(name ‖ "\n" ‖ type ‖ key), which name the key in notes. */
  byte[] keyHash() {
    byte[] hash = Sha256.hash((name + "\n").getBytes(UTF_8), typedKey()).toByteArray();
    return Arrays.copyOf(hash, HASH_SIZE);
  }

  private byte[] typedKey() {
    ByteBuffer typed = ByteBuffer.allocate(1 + Bytes32.SIZE).put(ED25519);
    publicKey.write(typed);
    return typed.array();
  }

  /** The text form. */
  @Override
  public String toString() {
    return name
        + "+"
        + HexFormat.of().formatHex(keyHash())
        + "+"
        + Base64.getEncoder().encodeToString(typedKey());
  }
}
