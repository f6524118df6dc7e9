package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;

/**
 * What a record of {@code log-heads} says, as it stands there.
 *
 * @param seq the period
 * @param partition the partition
 * @param head the partition head, 128 bytes if it is good
 */
public record PublishedHead(long seq, int partition, Bytes head) {}
