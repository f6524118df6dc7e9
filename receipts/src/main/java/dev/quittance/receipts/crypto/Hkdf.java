package dev.quittance.receipts.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF-SHA-256 (RFC 5869) without salt, for 32-byte outputs. Stateless, thread-safe. */
public final class Hkdf {

  private Hkdf() {}

  /** Thirty-two bytes derived from key material for one purpose. */
  public static Bytes32 derive(Bytes32 keyMaterial, byte[] info) {
    try {
      HKDFParameterSpec parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(keyMaterial.toByteArray())
              .thenExpand(info, Bytes32.SIZE);
      return Bytes32.wrap(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no HKDF-SHA256", e);
    }
  }
}
