package dev.quittance.receipts.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) of bytes. Thread-safe: each thread has its own digest. */
public final class Sha256 {

  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::create);

  private Sha256() {}

  /** The hash of the given bytes, one after the other. */
  public static Bytes32 hash(byte[]... parts) {
    MessageDigest digest = DIGEST.get();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return Bytes32.wrap(digest.digest());
  }

  /** The hash of the given bytes. */
  public static Bytes32 hash(Bytes bytes) {
    MessageDigest digest = DIGEST.get();
    bytes.updateDigest(digest);
    return Bytes32.wrap(digest.digest());
  }

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
