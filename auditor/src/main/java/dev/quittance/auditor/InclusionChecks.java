package dev.quittance.auditor;

import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * L1: the records are those under the anchored roots. The published heads, where they lead to the
 * root, tell which partition's records are not.
 */
final class InclusionChecks {

  private final Evidence evidence;
  private final Map<Long, Map<Integer, PartitionHead>> heads = new HashMap<>();
  private final Map<Integer, Long> lastSeq = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private InclusionChecks(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Finding> findings(Evidence evidence) {
    InclusionChecks checks = new InclusionChecks(evidence);
    evidence.heads().forEach(checks::publishedHead);
    evidence.periods().periods().forEach(checks::period);
    return checks.findings;
  }

  private void publishedHead(Published<PublishedHead> published) {
    Place place = Place.record("log-heads", 0, published.offset());
    Optional<PublishedHead> content = published.content();
    Optional<PartitionHead> head = content.flatMap(c -> PartitionHead.decode(c.head()));
    if (content.isEmpty() || head.isEmpty()) {
      findings.add(Finding.fail(FindingCode.L1_HEAD_DIFFERS, place, "does not decode"));
      return;
    }
    long seq = content.get().seq();
    int partition = content.get().partition();
    boolean isRepeated =
        heads.computeIfAbsent(seq, _ -> new HashMap<>()).putIfAbsent(partition, head.get()) != null;
    // A partition's heads are written by one task, one after the other.
    Long before = lastSeq.put(partition, seq);
    if (isRepeated || (before != null && before > seq)) {
      findings.add(
          Finding.fail(
              FindingCode.L1_HEAD_DIFFERS,
              place.inPeriod(seq),
              "a head of partition %d of period %d comes after it: repeated or out of its place"
                  .formatted(partition, before)));
    }
    evidence.period(seq).ifPresent(period -> bounds(content.get(), period, place));
    boolean differs =
        evidence
            .period(seq)
            .filter(period -> isUnderAnchoredRoot(period) || evidence.anchoredRoot(seq).isEmpty())
            .filter(period ->
                partition < 0
                    || partition >= period.heads().size()
                    || !period.heads().get(partition).equals(head.get()))
            .isPresent();
    if (differs) {
      findings.add(
          Finding.fail(
              FindingCode.L1_HEAD_DIFFERS,
              place.inPeriod(seq),
              "the head of partition %d is not that of its records".formatted(partition)));
    }
  }

  private void bounds(PublishedHead head, AssembledPeriod period, Place place) {
    boolean fits =
        head.periodStart() == period.record().periodStart()
            && head.periodEnd() == period.record().periodEnd()
            && (head.partition() < 0
                || head.partition() >= evidence.lanes().size()
                || evidence.closeOf(head.partition(), head.seq()) == head.closeAppendTime());
    if (!fits) {
      findings.add(
          Finding.fail(
              FindingCode.L1_HEAD_DIFFERS,
              place.inPeriod(head.seq()),
              "the period's bounds or the close's append time are not those of the close"));
    }
  }

  private boolean isUnderAnchoredRoot(AssembledPeriod period) {
    return evidence
        .anchoredRoot(period.record().seq())
        .filter(period.record().periodRoot()::equals)
        .isPresent();
  }

  private void period(AssembledPeriod period) {
    long seq = period.record().seq();
    Map<Integer, PartitionHead> published = heads.getOrDefault(seq, Map.of());
    Optional<Bytes32> root = evidence.anchoredRoot(seq);
    if (root.isEmpty()) {
      return;
    }
    for (int partition = 0; partition < period.heads().size(); partition++) {
      if (!published.containsKey(partition)) {
        findings.add(
            Finding.fail(
                FindingCode.L1_HEAD_DIFFERS,
                Place.period("log-heads", seq),
                "the head of partition %d is missing".formatted(partition)));
      }
    }
    if (!root.get().equals(period.record().periodRoot())) {
      differs(period, published, root.get());
    }
  }

  private void differs(
      AssembledPeriod period, Map<Integer, PartitionHead> published, Bytes32 root) {
    long seq = period.record().seq();
    if (!leadsTo(published, period.heads().size(), root)) {
      findings.add(
          Finding.fail(
              FindingCode.L1_ROOT_DIFFERS,
              Place.period(evidence.log().topicOf(seq), seq),
              "the records give root %s, anchored is %s"
                  .formatted(period.record().periodRoot(), root)));
      return;
    }
    for (PartitionHead replayed : period.heads()) {
      PartitionHead anchored = Objects.requireNonNull(published.get(replayed.partition()));
      if (!anchored.equals(replayed)) {
        findings.add(
            Finding.fail(
                FindingCode.L1_ROOT_DIFFERS,
                Place.record(
                        evidence.log().topicOf(seq), replayed.partition(), anchored.startOffset())
                    .inPeriod(seq),
                "offsets %d to %d hold %d records (%d accepted), anchored are %d (%d)"
                    .formatted(
                        anchored.startOffset(),
                        anchored.endOffset() - 1,
                        replayed.entries(),
                        replayed.accepted(),
                        anchored.entries(),
                        anchored.accepted())));
      }
    }
  }

  private static boolean leadsTo(Map<Integer, PartitionHead> heads, int count, Bytes32 root) {
    List<Bytes32> leaves = new ArrayList<>();
    for (int partition = 0; partition < count; partition++) {
      PartitionHead head = heads.get(partition);
      if (head == null) {
        return false;
      }
      leaves.add(head.leafHash());
    }
    return MerkleTree.of(leaves).root().equals(root);
  }
}
