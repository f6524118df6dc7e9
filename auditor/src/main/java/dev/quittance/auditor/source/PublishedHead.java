package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;

/**
 * What a record of {@code log-heads} says, as it stands there.
 *
 * @param seq the period
 * @param partition the partition
 * @param head the partition head, 128 bytes if it is good
 * @param periodStart of the period, unix seconds
 * @param periodEnd of the period, unix seconds
 * @param closeAppendTime append time of the close, unix milliseconds
 */
public record PublishedHead(
    long seq, int partition, Bytes head, long periodStart, long periodEnd, long closeAppendTime) {}
