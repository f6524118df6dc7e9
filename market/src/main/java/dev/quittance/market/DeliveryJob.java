package dev.quittance.market;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;

/**
 * A result that a marketplace is to be given.
 *
 * @param orderId the order in the line
 * @param market the marketplace, the {@code source} of its orders
 * @param sourceId the order's id there
 * @param tenant in whose name it came
 * @param verdict how the order ended; anything but COMPLETED has no output
 * @param outputHash SHA-256 of the output; zero where there is none. {@link Outputs} has the bytes
 * @param stepId the step whose receipt is cited; zero where no step ran
 * @param leafHash RFC 6962 leaf hash of the entry that this receipt is in the log
 * @param agent who signed it
 * @param completedAtMs its value date: the output was kept after this
 * @param message why the order was not completed, for people; empty when it was
 * @param isReleased whether an operator released it, where results are held
 */
public record DeliveryJob(
    Hash32 orderId,
    String market,
    String sourceId,
    String tenant,
    Verdict verdict,
    Bytes32 outputHash,
    Bytes32 stepId,
    Bytes32 leafHash,
    Address agent,
    long completedAtMs,
    String message,
    boolean isReleased) {}
