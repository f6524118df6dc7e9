package dev.quittance.auditor;

import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.merkle.Frontier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * L3: the published anchors continue each other without a gap, and every checkpoint is signed and
 * over exactly the anchors up to it. All of them over the same anchors makes each an extension of
 * the one before: the log is append-only.
 */
final class AnchorLogChecks {

  private final Evidence evidence;
  private final PendingPeriods pending;
  private final List<Finding> findings = new ArrayList<>();
  private Frontier anchors = Frontier.EMPTY;
  private Bytes32 previousHash = Bytes32.ZERO;

  private AnchorLogChecks(Evidence evidence, PendingPeriods pending) {
    this.evidence = evidence;
    this.pending = pending;
  }

  static List<Finding> findings(Evidence evidence, PendingPeriods pending) {
    AnchorLogChecks checks = new AnchorLogChecks(evidence, pending);
    List<Published<PublishedAnchor>> published = evidence.anchors();
    for (int i = 0; i < published.size(); i++) {
      Optional<AnchorRecord> following =
          i + 1 < published.size() ? record(published.get(i + 1)) : Optional.empty();
      checks.published(published.get(i), following);
    }
    for (long seq = 0; seq < evidence.knownPeriods(); seq++) {
      checks.missing(seq);
    }
    return checks.findings;
  }

  private static Optional<AnchorRecord> record(Published<PublishedAnchor> published) {
    return published.content().flatMap(content -> AnchorRecord.decode(content.record()));
  }

  private void published(Published<PublishedAnchor> published, Optional<AnchorRecord> following) {
    Place place = Place.record("anchors", 0, published.offset());
    Optional<AnchorRecord> record = record(published);
    if (record.isEmpty()) {
      fail(FindingCode.L3_ANCHOR_MALFORMED, place, "no anchor record of 304 bytes in it");
      return;
    }
    PublishedAnchor content = published.content().orElseThrow();
    Place inPeriod = place.inPeriod(content.seq());
    if (content.seq() != record.get().seq() || !content.anchorHash().equals(record.get().hash())) {
      fail(FindingCode.L3_ANCHOR_MALFORMED, inPeriod, "seq or anchorHash is not the record's");
    }
    if (record.get().seq() != anchors.size()) {
      fail(
          FindingCode.L3_ANCHOR_SEQUENCE,
          inPeriod,
          "is of period %d, expected %d".formatted(record.get().seq(), anchors.size()));
      return;
    }
    sameLog(record.get(), inPeriod);
    continues(record.get(), inPeriod);
    // Where the next one names another hash, that one was published before; see the finding there.
    previousHash =
        following
            .filter(next -> next.seq() == anchors.size() + 1)
            .map(AnchorRecord::prevAnchorHash)
            .orElse(record.get().hash());
    boolean namedOtherwise = !previousHash.equals(record.get().hash());
    anchors = anchors.append(previousHash);
    checkpoint(content.checkpoint(), inPeriod);
    if (namedOtherwise) {
      fail(
          FindingCode.L3_CHAIN_BROKEN,
          inPeriod,
          "the next anchor continues %s, this one is %s"
              .formatted(previousHash, record.get().hash()));
    }
  }

  private void sameLog(AnchorRecord record, Place place) {
    LogIdentity log = evidence.log().identityOf(record.seq());
    boolean same =
        record.logId().equals(log.logId())
            && record.partitionCount() == log.partitionCount()
            && record.epoch() == log.epoch()
            && record.topicId().equals(log.topicId())
            && record.rulesHash().equals(log.rulesHash());
    if (!same) {
      fail(
          FindingCode.L3_OTHER_LOG,
          place,
          "log, partitions, epoch, topic id or rules are not those of " + log.origin());
    }
  }

  private void continues(AnchorRecord record, Place place) {
    if (anchors.size() == 0 && !record.prevAnchorHash().isZero()) {
      fail(FindingCode.L3_CHAIN_BROKEN, place, "the first anchor continues another");
    }
    if (!record.prevLogRoot().equals(anchors.root())) {
      fail(
          FindingCode.L3_LOG_ROOT_DIFFERS,
          place,
          "prevLogRoot is %s, the anchors before give %s"
              .formatted(record.prevLogRoot(), anchors.root()));
    }
  }

  private void checkpoint(String note, Place place) {
    Optional<Checkpoint> checkpoint = Checkpoint.verify(note, evidence.log().verifierKey());
    if (checkpoint.isEmpty()) {
      fail(
          FindingCode.L3_CHECKPOINT_NOT_SIGNED,
          place,
          "not a checkpoint signed by " + evidence.log().verifierKey());
      return;
    }
    long size = checkpoint.get().size();
    if (size != anchors.size() || !checkpoint.get().root().equals(anchors.root())) {
      fail(
          FindingCode.L3_CHECKPOINT_DIFFERS,
          place,
          "of size %d and root %s, the anchors give size %d and root %s"
              .formatted(size, checkpoint.get().root(), anchors.size(), anchors.root()));
    }
  }

  private void missing(long seq) {
    if (evidence.located().containsKey(seq)) {
      return;
    }
    boolean isTail = evidence.located().isEmpty() || seq > evidence.located().lastKey();
    if (!isTail || evidence.onChain(seq).isPresent()) {
      fail(
          FindingCode.L3_ANCHOR_MISSING,
          Place.period("anchors", seq),
          "not published, although a later one or the chain has it");
    } else {
      evidence
          .period(seq)
          .ifPresent(period ->
              findings.add(
                  pending.missing(
                      FindingCode.L3_ANCHOR_MISSING,
                      Place.period("anchors", seq),
                      period,
                      "not published")));
    }
  }

  private void fail(FindingCode code, Place place, String message) {
    findings.add(Finding.fail(code, place, message));
  }
}
