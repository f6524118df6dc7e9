package dev.quittance.schemas;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.SignedPeriodClose;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.math.BigInteger;
import java.util.Random;

/** Well-formed records of the receipt log, from a seed. */
final class RandomRecords {
  private RandomRecords() {}

  static ReceiptsRecord receipt(Random random) {
    return ReceiptsCodec.record(signedReceipt(random), random.nextBoolean() ? "{\"p\":1}" : null);
  }

  static SignedReceipt signedReceipt(Random random) {
    Verdict[] verdicts = Verdict.values();
    return new SignedReceipt(
        new Receipt(
            hash(random),
            hash(random),
            address(random),
            address(random),
            address(random),
            new BigInteger(random.nextInt(257), random),
            new BigInteger(random.nextInt(257), random),
            address(random),
            verdicts[random.nextInt(verdicts.length)],
            hash(random),
            hash(random),
            hash(random),
            hash(random),
            hash(random),
            hash(random),
            random.nextLong(Long.MAX_VALUE),
            random.nextLong(Long.MAX_VALUE),
            random.nextLong(Long.MAX_VALUE)),
        signature(random));
  }

  static SignedPeriodClose signedClose(Random random) {
    return new SignedPeriodClose(
        new PeriodClose(
            hash(random),
            random.nextLong(Long.MAX_VALUE),
            random.nextLong(),
            random.nextLong(),
            random.nextInt(),
            random.nextInt()),
        signature(random));
  }

  private static EcdsaSignature signature(Random random) {
    byte[] bytes = new byte[EcdsaSignature.SIZE];
    random.nextBytes(bytes);
    bytes[64] = (byte) (EcdsaSignature.V_BASE + random.nextInt(2));
    return EcdsaSignature.of(Bytes.wrap(bytes)).orElseThrow();
  }

  private static Bytes32 hash(Random random) {
    byte[] bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return Bytes32.wrap(bytes);
  }

  private static Address address(Random random) {
    byte[] bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }
}
