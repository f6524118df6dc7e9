package dev.quittance.prover;

import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.prover.domain.ProofOfWork;
import dev.quittance.prover.domain.Proving;
import dev.quittance.prover.domain.Work;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.util.Optional;

/** Signs at once, with the line's own keys. */
record DirectSigning(ReceiptDomain domain, Keyring keys) implements ReceiptMaking {
  @Override
  public ReceiptsRecord record(Work work, int lane, long lastSeq) {
    Signer signer = keys.agent(work.agent()).orElseThrow(() -> ReceiptMaking.unsignable(work));
    Optional<String> proof =
        ProofOfWork.of(work).map(document -> document.signed(signer.sign(document.digest())));
    Receipt receipt = Proving.receipt(work, lane, lastSeq, proof);
    return ReceiptsCodec.record(
        new SignedReceipt(receipt, signer.sign(ReceiptDigest.of(domain, receipt))),
        proof.orElse(null));
  }

  @Override
  public String sink() {
    return ProverTopology.SINK;
  }
}
