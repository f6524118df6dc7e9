package dev.quittance.auditor.source;

/**
 * What a record of {@code settlement-rows} says that ends a period's rows of a partition of {@code
 * postings}.
 *
 * @param seq the period
 * @param postingsPartition the partition
 * @param rows how many rows there were
 */
public record PublishedRowsEnd(long seq, int postingsPartition, long rows) {}
