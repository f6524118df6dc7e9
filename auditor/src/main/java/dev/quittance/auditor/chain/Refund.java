package dev.quittance.auditor.chain;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import java.math.BigInteger;

/**
 * A refund that a vault made.
 *
 * @param to who got it, in which asset
 * @param amount in the asset's smallest unit
 * @param block number of the block
 * @param transaction hash of the transaction
 */
public record Refund(AccountAsset to, BigInteger amount, long block, Bytes32 transaction) {}
