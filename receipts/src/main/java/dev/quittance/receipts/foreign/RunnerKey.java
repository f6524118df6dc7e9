package dev.quittance.receipts.foreign;

import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Public keys as runners write them: 64 hex digits, or base58 as on Solana. Stateless. */
public final class RunnerKey {
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final int LONGEST_BASE58 = 44;
  private static final BigInteger RADIX = BigInteger.valueOf(BASE58.length());

  private RunnerKey() {}

  /** The key of a text; empty when it is none. */
  public static Optional<Bytes32> parse(String text) {
    return HEX.matcher(text).matches()
        ? Optional.of(Bytes32.wrap(HexFormat.of().parseHex(text)))
        : base58(text);
  }

  private static Optional<Bytes32> base58(String text) {
    if (text.isEmpty() || text.length() > LONGEST_BASE58) {
      return Optional.empty();
    }
    BigInteger number = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = BASE58.indexOf(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      number = number.multiply(RADIX).add(BigInteger.valueOf(digit));
      zeros += number.signum() == 0 ? 1 : 0;
    }
    int bytes = zeros + (number.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
    return bytes == Bytes32.SIZE ? Optional.of(padded(number)) : Optional.empty();
  }

  private static Bytes32 padded(BigInteger number) {
    byte[] key = new byte[Bytes32.SIZE];
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, key.length);
    System.arraycopy(bytes, bytes.length - length, key, key.length - length, length);
    return Bytes32.wrap(key);
  }
}
