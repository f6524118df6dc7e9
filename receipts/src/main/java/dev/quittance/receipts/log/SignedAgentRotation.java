package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.util.Optional;

/**
 * A rotation with both of its signatures.
 *
 * @param authorization by the old address, or by the operator where the old key is lost
 * @param acceptance by the new address: nobody can be made somebody's successor unasked
 */
public record SignedAgentRotation(
    AgentRotation rotation, EcdsaSignature authorization, EcdsaSignature acceptance) {

  /** Why it does not count by itself; empty when it does. */
  public Optional<String> objection(
      Secp256k1Signatures signatures, Bytes32 logId, Address operator) {
    if (!rotation.logId().equals(logId)) {
      return Optional.of("it is made for another log");
    }
    Bytes32 digest = rotation.digest();
    Optional<Address> authorizer = signatures.recover(digest, authorization);
    if (authorizer
        .filter(signer -> signer.equals(rotation.oldAddress()) || signer.equals(operator))
        .isEmpty()) {
      return Optional.of(
          "neither the old address " + rotation.oldAddress() + " nor the operator signed it");
    }
    return signatures.recover(digest, acceptance).filter(rotation.newAddress()::equals).isEmpty()
        ? Optional.of("the new address " + rotation.newAddress() + " did not sign it")
        : Optional.empty();
  }
}
