package dev.quittance.auditor.chain;

import dev.quittance.receipts.crypto.Bytes32;

/**
 * What the ReceiptAnchor contract keeps of a period.
 *
 * @param anchorHash hash of the anchor record
 * @param periodRoot root over the partition heads
 * @param settlementRoot root over the settlement rows
 * @param entries leaves of all partitions
 * @param accepted how many of them are accepted receipts
 * @param partitionCount heads under the period root
 * @param anchoredAt when it was anchored, unix seconds
 */
public record AnchoredPeriod(
    Bytes32 anchorHash,
    Bytes32 periodRoot,
    Bytes32 settlementRoot,
    long entries,
    long accepted,
    long partitionCount,
    long anchoredAt) {}
