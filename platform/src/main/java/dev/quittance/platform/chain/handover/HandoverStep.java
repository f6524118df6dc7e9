package dev.quittance.platform.chain.handover;

import dev.quittance.receipts.crypto.Address;
import java.util.Optional;

/** What is to be done next so that a contract gets its new operator. */
sealed interface HandoverStep {
  /** The old operator offers it to the new one, in place of what it may have offered before. */
  record Offer() implements HandoverStep {}

  /** The new operator accepts. */
  record Accept() implements HandoverStep {}

  /** Nothing: the new one is the operator. */
  record Nothing() implements HandoverStep {}

  /** Neither key can do anything about it. */
  record Impossible(String reason) implements HandoverStep {}

  /**
   * Decides by what the contract says, so that a handover that was cut off anywhere goes on there.
   *
   * @param operator who operates it now
   * @param offered to whom it is offered
   * @param from the old key
   * @param to the new key
   */
  static HandoverStep next(Address operator, Optional<Address> offered, Address from, Address to) {
    if (operator.equals(to)) {
      return new Nothing();
    }
    if (offered.filter(to::equals).isPresent()) {
      return new Accept();
    }
    return operator.equals(from)
        ? new Offer()
        : new Impossible(
            "it is operated by %s, not by the old key %s, and is not offered to the new key %s;"
                    .formatted(operator, from, to)
                + " give the seed of "
                + operator
                + " as the old one");
  }
}
