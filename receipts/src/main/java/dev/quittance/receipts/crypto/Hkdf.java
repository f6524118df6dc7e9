package dev.quittance.receipts.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** HKDF-SHA-256 (RFC 5869) without salt, for 32-byte outputs. Stateless, thread-safe. */
public final class Hkdf {

  private static final String ALGORITHM = "HKDF-SHA256";
  private static final String MISSING = "this Java platform has no HKDF-SHA256";

  private Hkdf() {}

  /** Thirty-two bytes derived from key material for one purpose. */
  public static Bytes32 derive(Bytes32 keyMaterial, byte[] info) {
    return extract(keyMaterial).expand(info);
  }

  /** Extracts once what is to be expanded for several purposes. */
  public static Extracted extract(Bytes32 keyMaterial) {
    try {
      HKDFParameterSpec parameters =
          HKDFParameterSpec.ofExtract().addIKM(keyMaterial.toByteArray()).extractOnly();
      return new Extracted(KDF.getInstance(ALGORITHM).deriveData(parameters));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(MISSING, e);
    }
  }

  /** The pseudorandom key of some key material. Thread-safe. */
  public static final class Extracted {
    private final SecretKeySpec key;

    private Extracted(byte[] key) {
      this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Thirty-two bytes for one purpose. */
    public Bytes32 expand(byte[] info) {
      try {
        HKDFParameterSpec parameters = HKDFParameterSpec.expandOnly(key, info, Bytes32.SIZE);
        return Bytes32.wrap(KDF.getInstance(ALGORITHM).deriveData(parameters));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(MISSING, e);
      }
    }
  }
}
