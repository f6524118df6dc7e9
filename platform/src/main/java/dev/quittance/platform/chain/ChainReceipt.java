package dev.quittance.platform.chain;

import dev.quittance.receipts.crypto.Bytes32;

/**
 * What became of a transaction in a block; a reorg can take it back until the block is final.
 *
 * @param txHash the transaction
 * @param succeeded whether it did not revert
 * @param block where it stands
 * @param gasUsed gas that it took
 */
public record ChainReceipt(Bytes32 txHash, boolean succeeded, BlockRef block, long gasUsed) {}
