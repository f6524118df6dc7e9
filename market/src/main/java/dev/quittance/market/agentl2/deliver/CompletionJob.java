package dev.quittance.market.agentl2.deliver;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes32;

/**
 * A result to complete an order with.
 *
 * @param orderId the order on the chain
 * @param lineOrder the order in the line
 * @param outputHash SHA-256 of the result
 * @param completedAtMs the result was kept after this
 */
record CompletionJob(Bytes32 orderId, Hash32 lineOrder, Bytes32 outputHash, long completedAtMs) {}
