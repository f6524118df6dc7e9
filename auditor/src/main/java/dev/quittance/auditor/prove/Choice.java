package dev.quittance.auditor.prove;

import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import java.util.Optional;

/**
 * One of several receipts of an order.
 *
 * @param stepIndex the step, from 0; empty for the receipt of the order as a whole
 * @param verdict how it ended
 * @param agent who signed it
 */
public record Choice(Optional<Integer> stepIndex, Verdict verdict, Address agent) {}
