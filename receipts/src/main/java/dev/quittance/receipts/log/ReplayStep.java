package dev.quittance.receipts.log;

import java.util.List;

/**
 * What one record did to a replay.
 *
 * @param appended what became of the record
 * @param completed the periods that are complete with it, in order; mostly none
 */
public record ReplayStep(Appended appended, List<ReplayedPeriod> completed) {}
