package dev.quittance.receipts.log;

/**
 * One partition's contribution to the assembly of a period.
 *
 * @param close the close that ended it
 * @param head the partition's head
 * @param closeAppendTime when the close was appended, unix milliseconds
 */
public record PeriodPart(PeriodClose close, PartitionHead head, long closeAppendTime) {}
