package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.util.Optional;

/**
 * A handover with both of its signatures.
 *
 * @param authorization by the operator of the epoch that ends
 * @param acceptance by the operator of the one that begins; the same key where only rules change
 */
public record SignedEpochHandover(
    EpochHandover handover, EcdsaSignature authorization, EcdsaSignature acceptance) {

  /** Why an epoch that it introduces does not follow on another; empty when it does. */
  public Optional<String> objection(
      Secp256k1Signatures signatures, LogEpoch previous, LogEpoch next) {
    return rulesObjection(previous.rules(), next.rules())
        .or(() -> placeObjection(previous, next))
        .or(() -> signatureObjection(signatures, previous.rules(), next.rules()));
  }

  private static Optional<String> rulesObjection(LogRules previous, LogRules next) {
    if (!next.origin().equals(previous.origin())) {
      return Optional.of("it is of another log: " + next.origin());
    }
    if (next.epoch() <= previous.epoch()) {
      return Optional.of("epoch %d comes after epoch %d".formatted(next.epoch(), previous.epoch()));
    }
    if (next.topic().equals(previous.topic())) {
      return Optional.of("its topic %s is that of the epoch before".formatted(next.topic()));
    }
    if (next.partitions() != previous.partitions()) {
      return Optional.of(
          "it has %d partitions, the epoch before has %d"
              .formatted(next.partitions(), previous.partitions()));
    }
    return next.domain().equals(previous.domain())
        ? Optional.empty()
        : Optional.of("its receipts are of another EIP-712 domain");
  }

  private Optional<String> placeObjection(LogEpoch previous, LogEpoch next) {
    EpochHandover stated =
        new EpochHandover(
            LogIdentity.logId(previous.rules().origin()),
            previous.rules().rulesHash(),
            next.rules().rulesHash(),
            next.topicId(),
            next.firstPeriod(),
            next.firstStart());
    if (!handover.equals(stated)) {
      return Optional.of("its handover states %s, the epochs are %s".formatted(handover, stated));
    }
    return next.firstPeriod() <= previous.firstPeriod()
        ? Optional.of(
            "it begins with period %d, and the epoch before with %d"
                .formatted(next.firstPeriod(), previous.firstPeriod()))
        : Optional.empty();
  }

  private Optional<String> signatureObjection(
      Secp256k1Signatures signatures, LogRules previous, LogRules next) {
    if (!isSigned(signatures, authorization, previous.operator())) {
      return Optional.of("the operator before, %s, did not sign it".formatted(previous.operator()));
    }
    return isSigned(signatures, acceptance, next.operator())
        ? Optional.empty()
        : Optional.of("its operator, %s, did not sign it".formatted(next.operator()));
  }

  private boolean isSigned(Secp256k1Signatures signatures, EcdsaSignature signature, Address by) {
    Bytes32 digest = handover.digest();
    return signatures.recover(digest, signature).filter(by::equals).isPresent();
  }
}
