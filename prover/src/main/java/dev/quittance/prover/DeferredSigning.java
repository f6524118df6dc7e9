package dev.quittance.prover;

import dev.quittance.platform.keys.Keyring;
import dev.quittance.prover.domain.Details;
import dev.quittance.prover.domain.ProofOfWork;
import dev.quittance.prover.domain.Proving;
import dev.quittance.prover.domain.Work;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.disclosure.FieldTree;
import dev.quittance.schemas.ReceiptDetailsCodec;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.avro.Receipt;
import dev.quittance.schemas.avro.SigningRequested;
import dev.quittance.schemas.avro.SigningRequestsRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Numbers and salts only; the signing worker does the rest.
 *
 * @param keys for the masters of details
 * @param canSign whether the remote signer or the seed has the key of an address: whom nobody can
 *     sign for must not get a number
 */
record DeferredSigning(Keyring keys, Predicate<Address> canSign) implements ReceiptMaking {
  private static final EcdsaSignature NONE =
      EcdsaSignature.of(Bytes.wrap(new byte[EcdsaSignature.SIZE])).orElseThrow();

  @Override
  public List<Made> make(Work work, int lane, long lastSeq) {
    if (!canSign.test(work.agent())) {
      throw ReceiptMaking.unsignable(work);
    }
    Bytes32 master = keys.detailsMaster(Details.receiptId(work, lane, lastSeq + 1));
    FieldTree details = FieldTree.of(master, Details.of(work));
    var receipt = Proving.receipt(work, lane, lastSeq, details, Optional.empty());
    Receipt unsigned =
        (Receipt) ReceiptsCodec.record(new SignedReceipt(receipt, NONE), null).getBody();
    SigningRequested request =
        new SigningRequested(
            unsigned,
            ProofOfWork.of(work).map(ProofOfWork::unsigned).orElse(null),
            ReceiptDetailsCodec.record(receipt, master, details).getBody());
    return List.of(
        new Made(Optional.empty(), new SigningRequestsRecord(request), ProverTopology.REQUESTS));
  }

  @Override
  public Set<String> sinks() {
    return Set.of(ProverTopology.REQUESTS);
  }
}
