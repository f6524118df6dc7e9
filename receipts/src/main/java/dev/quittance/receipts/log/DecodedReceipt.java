package dev.quittance.receipts.log;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of a receipt as they stand in the record, before anything is known about their lengths
 * and ranges. Meanings as in {@link Receipt}; the longs are the bits of unsigned ones.
 */
public record DecodedReceipt(
    Bytes orderId,
    Bytes stepId,
    Bytes agent,
    Bytes buyer,
    Bytes asset,
    BigInteger amount,
    BigInteger fee,
    Bytes feeRecipient,
    int verdict,
    Bytes orderHash,
    Bytes planHash,
    Bytes inputHash,
    Bytes outputHash,
    Bytes proofHash,
    Bytes detailsRoot,
    long completedAt,
    long lane,
    long seq,
    Bytes signature)
    implements Decoded {

  /** The fields of a well-formed receipt. */
  public static DecodedReceipt of(SignedReceipt signed) {
    Receipt receipt = signed.receipt();
    return new DecodedReceipt(
        receipt.orderId().toBytes(),
        receipt.stepId().toBytes(),
        receipt.agent().toBytes(),
        receipt.buyer().toBytes(),
        receipt.asset().toBytes(),
        receipt.amount(),
        receipt.fee(),
        receipt.feeRecipient().toBytes(),
        receipt.verdict().code(),
        receipt.orderHash().toBytes(),
        receipt.planHash().toBytes(),
        receipt.inputHash().toBytes(),
        receipt.outputHash().toBytes(),
        receipt.proofHash().toBytes(),
        receipt.detailsRoot().toBytes(),
        receipt.completedAt(),
        receipt.lane(),
        receipt.seq(),
        signed.signature().toBytes());
  }

  /** The receipt; empty if a length, the verdict, a time, lane, sequence or amount is no such. */
  public Optional<SignedReceipt> wellFormed() {
    if (!hasRightLengths() || !hasRightRanges()) {
      return Optional.empty();
    }
    return EcdsaSignature.of(signature)
        .flatMap(shaped -> Verdict.ofCode(verdict).map(v -> new SignedReceipt(receipt(v), shaped)));
  }

  private boolean hasRightLengths() {
    return Stream.of(orderId, stepId, orderHash, planHash, inputHash, outputHash)
            .allMatch(hash -> hash.size() == Bytes32.SIZE)
        && Stream.of(proofHash, detailsRoot).allMatch(hash -> hash.size() == Bytes32.SIZE)
        && Stream.of(agent, buyer, asset, feeRecipient)
            .allMatch(address -> address.size() == Address.SIZE);
  }

  private boolean hasRightRanges() {
    return completedAt >= 0 && lane >= 0 && seq >= 0 && isUint256(amount) && isUint256(fee);
  }

  private static boolean isUint256(BigInteger value) {
    return value.signum() >= 0 && value.bitLength() <= 256;
  }

  private Receipt receipt(Verdict known) {
    return new Receipt(
        Bytes32.copyOf(orderId),
        Bytes32.copyOf(stepId),
        Address.copyOf(agent),
        Address.copyOf(buyer),
        Address.copyOf(asset),
        amount,
        fee,
        Address.copyOf(feeRecipient),
        known,
        Bytes32.copyOf(orderHash),
        Bytes32.copyOf(planHash),
        Bytes32.copyOf(inputHash),
        Bytes32.copyOf(outputHash),
        Bytes32.copyOf(proofHash),
        Bytes32.copyOf(detailsRoot),
        completedAt,
        lane,
        seq);
  }
}
