package dev.quittance.auditor.source;

/**
 * What a record of {@code log-interim-heads} says, as it stands there.
 *
 * @param seq the period
 * @param partition the partition
 * @param size how many entries the period had
 * @param endOffset the offset after the last of them
 * @param note the same, with the root over them, as the log's key signed it
 */
public record PublishedInterimHead(
    long seq, int partition, long size, long endOffset, String note) {}
