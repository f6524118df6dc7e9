package dev.quittance.market.domain;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;

/**
 * What a delivery says of a receipt.
 *
 * @param stepId zero for one of the whole order
 * @param outputHash SHA-256 of the step's output; zero where there is none
 * @param leafHash of the entry that it is in the log
 * @param agent who signed it
 * @param completedAtMs its value date
 * @param offset its place in its lane
 */
public record CitedReceipt(
    Bytes32 stepId,
    Bytes32 outputHash,
    Bytes32 leafHash,
    Address agent,
    long completedAtMs,
    long offset) {}
