package dev.quittance.platform.chain;

import dev.quittance.receipts.crypto.Bytes32;

/**
 * What the anchor contract's storage keeps of a period, as far as senders need it.
 *
 * @param anchorHash hash of the anchor record
 * @param settlementRoot root that claims are proven against
 * @param anchoredAt unix seconds, the anchoring block's time
 */
public record AnchoredPeriod(Bytes32 anchorHash, Bytes32 settlementRoot, long anchoredAt) {}
