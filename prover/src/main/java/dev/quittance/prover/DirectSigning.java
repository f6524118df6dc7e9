package dev.quittance.prover;

import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.prover.domain.Details;
import dev.quittance.prover.domain.ProofOfWork;
import dev.quittance.prover.domain.Proving;
import dev.quittance.prover.domain.Work;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.disclosure.FieldTree;
import dev.quittance.schemas.ReceiptDetailsCodec;
import dev.quittance.schemas.ReceiptsCodec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Signs at once, with the line's own keys. */
record DirectSigning(ReceiptDomain domain, Keyring keys) implements ReceiptMaking {
  @Override
  public List<Made> make(Work work, int lane, long lastSeq) {
    Signer signer = keys.agent(work.agent()).orElseThrow(() -> ReceiptMaking.unsignable(work));
    Optional<String> proof =
        ProofOfWork.of(work).map(document -> document.signed(signer.sign(document.digest())));
    Bytes32 master = keys.detailsMaster(Details.receiptId(work, lane, lastSeq + 1));
    FieldTree details = FieldTree.of(master, Details.of(work));
    Receipt receipt = Proving.receipt(work, lane, lastSeq, details, proof);
    Bytes32 digest = ReceiptDigest.of(domain, receipt);
    SignedReceipt signed = new SignedReceipt(receipt, signer.sign(digest));
    return List.of(
        new Made(
            Optional.of(digest),
            ReceiptDetailsCodec.record(receipt, master, details),
            ProverTopology.DETAILS),
        new Made(
            Optional.empty(),
            ReceiptsCodec.record(signed, proof.orElse(null)),
            ProverTopology.SINK));
  }

  @Override
  public Set<String> sinks() {
    return Set.of(ProverTopology.SINK, ProverTopology.DETAILS);
  }
}
