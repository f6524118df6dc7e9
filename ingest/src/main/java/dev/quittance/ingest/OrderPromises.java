package dev.quittance.ingest;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.log.Acknowledgement;
import java.time.Duration;

/**
 * Promises receipts: the same request gives the same bytes, wherever and however often, since
 * signatures are deterministic. Safe for any number of threads, and local.
 *
 * @param domain the log's EIP-712 domain
 * @param house signs
 * @param maxMergeDelay how long after its request an order's receipt is in the log at most
 */
public record OrderPromises(ReceiptDomain domain, Signer house, Duration maxMergeDelay) {
  /** Beyond what orders take that people wait for; one that takes longer ends first. */
  public static final Duration DEFAULT_MAX_MERGE_DELAY = Duration.ofHours(24);

  /** A promise and the house agent's signature over it. */
  public record Promise(Acknowledgement acknowledgement, EcdsaSignature signature) {}

  /**
   * The promise for a request.
   *
   * @param acceptedAtMs append time of its record, unix ms
   */
  public Promise of(Hash32 orderId, Hash32 orderHash, long acceptedAtMs) {
    Acknowledgement acknowledgement =
        new Acknowledgement(
            Bytes32.wrap(orderId.bytes()),
            Bytes32.wrap(orderHash.bytes()),
            acceptedAtMs,
            maxMergeDelay.toMillis());
    return new Promise(acknowledgement, house.sign(acknowledgement.digest(domain)));
  }
}
