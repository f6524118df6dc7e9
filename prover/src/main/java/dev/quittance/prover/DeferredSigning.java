package dev.quittance.prover;

import dev.quittance.prover.domain.ProofOfWork;
import dev.quittance.prover.domain.Proving;
import dev.quittance.prover.domain.Work;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.avro.Receipt;
import dev.quittance.schemas.avro.SigningRequested;
import dev.quittance.schemas.avro.SigningRequestsRecord;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Numbers only; the signing worker does the rest.
 *
 * @param canSign whether the remote signer or the seed has the key of an address: whom nobody can
 *     sign for must not get a number
 */
record DeferredSigning(Predicate<Address> canSign) implements ReceiptMaking {
  private static final EcdsaSignature NONE =
      EcdsaSignature.of(Bytes.wrap(new byte[EcdsaSignature.SIZE])).orElseThrow();

  @Override
  public SigningRequestsRecord record(Work work, int lane, long lastSeq) {
    if (!canSign.test(work.agent())) {
      throw ReceiptMaking.unsignable(work);
    }
    var receipt = Proving.receipt(work, lane, lastSeq, Optional.empty());
    Receipt unsigned =
        (Receipt) ReceiptsCodec.record(new SignedReceipt(receipt, NONE), null).getBody();
    return new SigningRequestsRecord(
        new SigningRequested(
            unsigned, ProofOfWork.of(work).map(ProofOfWork::unsigned).orElse(null)));
  }

  @Override
  public String sink() {
    return ProverTopology.REQUESTS;
  }
}
