package dev.quittance.receipts.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * secp256k1 in pure Java: the fallback where there is no native library, and the second opinion in
 * tests. Stateless, thread-safe.
 */
public final class BouncyCastleSecp256k1 implements Secp256k1Signatures {

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final BigInteger ORDER = CURVE.getN();
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  @Override
  public SigningKey key(Bytes32 secret) {
    BigInteger d = new BigInteger(1, secret.toByteArray());
    if (d.signum() == 0 || d.compareTo(ORDER) >= 0) {
      throw new IllegalArgumentException("secret must be 1 to the curve's order - 1");
    }
    return new SigningKey(
        secret, addressOf(new FixedPointCombMultiplier().multiply(DOMAIN.getG(), d)));
  }

  @Override
  public EcdsaSignature sign(Bytes32 digest, SigningKey key) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, key.secret()), DOMAIN));
    BigInteger[] rs = signer.generateSignature(digest.toByteArray());
    BigInteger s = rs[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(rs[1]) : rs[1];
    byte[] compact =
        ByteBuffer.allocate(64)
            .put(BigIntegers.asUnsignedByteArray(32, rs[0]))
            .put(BigIntegers.asUnsignedByteArray(32, s))
            .array();
    EcdsaSignature even = EcdsaSignature.ofCompact(compact, 0);
    return recover(digest, even).filter(key.address()::equals).isPresent()
        ? even
        : EcdsaSignature.ofCompact(compact, 1);
  }

  @Override
  public Optional<Address> recover(Bytes32 digest, EcdsaSignature signature) {
    if (!signature.isCanonical()) {
      return Optional.empty();
    }
    return noncePoint(signature)
        .map(point -> publicKey(digest, signature, point))
        .filter(key -> !key.isInfinity())
        .map(BouncyCastleSecp256k1::addressOf);
  }

  /** The point R with x = r and the parity of v; empty if r is no point's x (SEC 1, 4.1.6). */
  private static Optional<ECPoint> noncePoint(EcdsaSignature signature) {
    byte[] encoded = new byte[33];
    encoded[0] = (byte) (2 + signature.recoveryId());
    System.arraycopy(signature.compact(), 0, encoded, 1, 32);
    try {
      return Optional.of(CURVE.getCurve().decodePoint(encoded));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Q = r⁻¹(sR − eG). */
  private static ECPoint publicKey(Bytes32 digest, EcdsaSignature signature, ECPoint point) {
    BigInteger e = new BigInteger(1, digest.toByteArray());
    BigInteger inverse = BigIntegers.modOddInverse(ORDER, signature.r());
    BigInteger ofPoint = inverse.multiply(signature.s()).mod(ORDER);
    BigInteger ofGenerator = inverse.multiply(e.negate()).mod(ORDER);
    return ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), ofGenerator, point, ofPoint).normalize();
  }

  private static Address addressOf(ECPoint key) {
    return Secp256k1Signatures.addressOf(key.getEncoded(false));
  }
}
