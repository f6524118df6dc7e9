package dev.quittance.prover.domain;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.disclosure.FieldTree;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes receipts of work; pure. */
public final class Proving {
  private Proving() {}

  /**
   * The receipt of a piece of work.
   *
   * @param lane the partition that it stands in
   * @param lastSeq the last sequence number of this agent in this lane, 0 before the first
   * @param details what detailsRoot commits to
   * @param proof the text of the signed proof-of-work document, if there is one
   */
  public static Receipt receipt(
      Work work, long lane, long lastSeq, FieldTree details, Optional<String> proof) {
    return new Receipt(
        work.orderId(),
        work.stepId(),
        work.agent(),
        work.buyer(),
        work.asset(),
        work.amount(),
        work.fee(),
        work.feeRecipient(),
        work.verdict(),
        work.orderHash(),
        work.planHash(),
        work.inputHash(),
        work.outputHash(),
        proof.map(text -> Sha256.hash(text.getBytes(StandardCharsets.UTF_8))).orElse(Bytes32.ZERO),
        details.root(),
        work.completedAtMs(),
        lane,
        lastSeq + 1);
  }
}
