package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;

/**
 * What a record of {@code anchors} says, as it stands there.
 *
 * @param seq the period
 * @param record the anchor record, 304 bytes if it is good
 * @param anchorHash its hash, so it says
 * @param checkpoint the signed note after it
 */
public record PublishedAnchor(long seq, Bytes record, Bytes32 anchorHash, String checkpoint) {}
