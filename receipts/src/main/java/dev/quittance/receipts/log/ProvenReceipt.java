package dev.quittance.receipts.log;

import dev.quittance.receipts.SignedReceipt;

/**
 * An accepted receipt and its place in the log.
 *
 * @param signed the receipt with its signature
 * @param entry its leaf
 * @param period the period it was accepted in
 * @param index its position in the period's entries tree of its partition
 */
public record ProvenReceipt(SignedReceipt signed, Entry entry, long period, long index) {}
