package dev.quittance.receipts.crypto;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** Ed25519 (RFC 8032) over messages: the signature of the log's checkpoints. Stateless. */
public final class Ed25519 {

  /** Length of a signature in bytes. */
  public static final int SIGNATURE_SIZE = 64;

  private Ed25519() {}

  /** The public key of a 32-byte seed. */
  public static Bytes32 publicKey(Bytes32 seed) {
    return Bytes32.wrap(
        new Ed25519PrivateKeyParameters(seed.toByteArray()).generatePublicKey().getEncoded());
  }

  /** The 64-byte signature of a message. */
  public static Bytes sign(byte[] message, Bytes32 seed) {
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed.toByteArray());
    byte[] signature = new byte[SIGNATURE_SIZE];
    key.sign(
        org.bouncycastle.math.ec.rfc8032.Ed25519.Algorithm.Ed25519,
        null,
        message,
        0,
        message.length,
        signature,
        0);
    return Bytes.wrap(signature);
  }

  /** Whether the signature is one of the message by the key; false if it is malformed. */
  public static boolean verify(byte[] message, Bytes signature, Bytes32 publicKey) {
    return signature.size() == SIGNATURE_SIZE
        && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
            signature.toByteArray(), 0, publicKey.toByteArray(), 0, message, 0, message.length);
  }
}
