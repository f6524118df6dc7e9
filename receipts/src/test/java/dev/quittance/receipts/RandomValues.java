package dev.quittance.receipts;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random values of this module's types, from a seed. */
public final class RandomValues {

  private final Random random;

  public RandomValues(long seed) {
    this.random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public <T> T oneOf(List<T> values) {
    return values.get(below(values.size()));
  }

  public Bytes bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  public Bytes32 bytes32() {
    return Bytes32.copyOf(bytes(Bytes32.SIZE));
  }

  public Address address() {
    return Address.copyOf(bytes(Address.SIZE));
  }

  public List<Bytes32> hashes(int count) {
    List<Bytes32> hashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hashes.add(bytes32());
    }
    return hashes;
  }

  /** A well-formed receipt that owes something half of the time. */
  public Receipt receipt(
      Address agent, Address buyer, Address asset, Address feeRecipient, long lane, long seq) {
    Verdict verdict = random.nextBoolean() ? Verdict.COMPLETED : oneOf(List.of(Verdict.values()));
    BigInteger amount =
        verdict == Verdict.COMPLETED
            ? new BigInteger(1 + below(Receipt.AMOUNT_BITS), random)
            : BigInteger.ZERO;
    return new Receipt(
        bytes32(),
        bytes32(),
        agent,
        buyer,
        asset,
        amount,
        amount.divide(BigInteger.valueOf(1 + below(50))),
        feeRecipient,
        verdict,
        bytes32(),
        bytes32(),
        bytes32(),
        bytes32(),
        Bytes32.ZERO,
        Bytes32.ZERO,
        random.nextLong(1L << 45),
        lane,
        seq);
  }

  /** The same bytes with one bit flipped. */
  public Bytes32 flipped(Bytes32 value) {
    return Bytes32.copyOf(flipped(value.toBytes()));
  }

  /** The same bytes with one bit flipped. */
  public Bytes flipped(Bytes value) {
    byte[] bytes = value.toByteArray();
    int bit = below(bytes.length * Byte.SIZE);
    bytes[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
    return Bytes.wrap(bytes);
  }
}
