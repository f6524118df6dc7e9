package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import java.util.Optional;

/**
 * The fields of a period close as they stand in the record, before anything is known about their
 * lengths. Meanings as in {@link PeriodClose}; the integers are the bits of unsigned ones.
 */
public record DecodedClose(
    Bytes logId,
    long seq,
    long periodStart,
    long periodEnd,
    int partition,
    int partitionCount,
    Bytes signature)
    implements Decoded {

  /** The fields of a well-formed close. */
  public static DecodedClose of(SignedPeriodClose signed) {
    PeriodClose close = signed.close();
    return new DecodedClose(
        close.logId().toBytes(),
        close.seq(),
        close.periodStart(),
        close.periodEnd(),
        close.partition(),
        close.partitionCount(),
        signed.signature().toBytes());
  }

  /** The close; empty if a length is wrong or seq is 2^63 or more. */
  public Optional<SignedPeriodClose> wellFormed() {
    if (logId.size() != Bytes32.SIZE || seq < 0) {
      return Optional.empty();
    }
    PeriodClose close =
        new PeriodClose(
            Bytes32.copyOf(logId), seq, periodStart, periodEnd, partition, partitionCount);
    return EcdsaSignature.of(signature).map(shaped -> new SignedPeriodClose(close, shaped));
  }
}
