package dev.quittance.auditor.chain;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;

/**
 * A handover of the ReceiptAnchor contract: its event {@code OperatorChanged}, and where it stands.
 *
 * @param previous who operated it before
 * @param next who operates it since
 * @param fromSeq the first period that {@code next} may anchor
 * @param block number of the block
 * @param transaction hash of the transaction
 */
public record OperatorChange(
    Address previous, Address next, long fromSeq, long block, Bytes32 transaction) {}
