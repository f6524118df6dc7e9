package dev.quittance.platform.stage;

import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;

/**
 * The line that a stage works in.
 *
 * @param lanes partitions of the topics keyed by order, fixed for the log's epoch
 * @param log the receipt log
 * @param rules its rules
 */
public record Line(int lanes, LogIdentity log, LogRules rules) {}
