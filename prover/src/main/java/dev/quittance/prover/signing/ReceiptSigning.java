package dev.quittance.prover.signing;

import dev.quittance.platform.keys.AgentSigner;
import dev.quittance.platform.keys.SigningResult.Failed;
import dev.quittance.platform.keys.SigningResult.Signed;
import dev.quittance.prover.domain.ProofOfWork;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.avro.ReceiptsRecord;
import dev.quittance.schemas.avro.SigningRequested;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Signs numbered receipts with whoever has the agent's key: the remote signer, else the seed.
 *
 * <p>A numbered receipt can't be passed by, since the next one of its agent would be a gap. So what
 * fails is tried again, ever less often, until it works. Blocks; for virtual threads. Safe for any
 * number of them.
 */
final class ReceiptSigning {
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5000;

  private final ReceiptDomain domain;
  private final AgentSigner signer;
  private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());

  ReceiptSigning(ReceiptDomain domain, AgentSigner signer) {
    this.domain = domain;
    this.signer = signer;
  }

  /** Why the last signature that was asked for is not there; empty when it is. */
  Optional<String> trouble() {
    return trouble.get();
  }

  /**
   * A signed receipt.
   *
   * @param digest what was signed: the key of its details
   */
  record SignedRecord(ReceiptsRecord receipt, Bytes32 digest) {}

  /**
   * The record of a request's receipt, signed.
   *
   * @throws IllegalArgumentException when the request holds no receipt
   * @throws InterruptedException when it is no longer wanted
   */
  SignedRecord sign(SigningRequested request) throws InterruptedException {
    Receipt receipt =
        ReceiptsCodec.signed(request.getReceipt())
            .map(SignedReceipt::receipt)
            .orElseThrow(() -> new IllegalArgumentException("no receipt: " + request));
    String unsigned = request.getUnsignedProof();
    if (unsigned == null) {
      return signed(receipt, Optional.empty());
    }
    ProofOfWork document = new ProofOfWork(unsigned);
    String proof = document.signed(signature(receipt.agent(), document.message()));
    return signed(
        receipt.withProofHash(Sha256.hash(proof.getBytes(StandardCharsets.UTF_8))),
        Optional.of(proof));
  }

  private SignedRecord signed(Receipt receipt, Optional<String> proof) throws InterruptedException {
    EcdsaSignature signature = signature(receipt.agent(), ReceiptDigest.message(domain, receipt));
    return new SignedRecord(
        ReceiptsCodec.record(new SignedReceipt(receipt, signature), proof.orElse(null)),
        ReceiptDigest.of(domain, receipt));
  }

  private EcdsaSignature signature(Address agent, byte[] message) throws InterruptedException {
    long pauseMs = FIRST_PAUSE_MS;
    while (true) {
      switch (signer.sign(agent, message)) {
        case Signed(EcdsaSignature signature) -> {
          trouble.set(Optional.empty());
          return signature;
        }
        case Failed failed -> trouble.set(Optional.of(failed.reason()));
      }
      Thread.sleep(ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + 1));
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }
}
