package dev.quittance.receipts.log;

import dev.quittance.receipts.SignedReceipt;
import java.util.Optional;

/**
 * What became of a record.
 *
 * @param entry its leaf
 * @param period the period that it belongs to
 * @param index its position in the period's entries tree of its partition
 * @param accepted the receipt, if the entry is ACCEPTED
 * @param closed the period that it closed, if the entry is PERIOD_CLOSE
 */
public record Appended(
    Entry entry,
    long period,
    long index,
    Optional<SignedReceipt> accepted,
    Optional<ClosedPeriod> closed) {}
