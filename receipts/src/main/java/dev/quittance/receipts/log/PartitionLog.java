package dev.quittance.receipts.log;

import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.merkle.Frontier;
import java.util.List;
import java.util.Optional;

/**
 * The log of one partition: every record becomes exactly one leaf, and a valid close ends a period.
 *
 * <p>All that it remembers is in its store, so it can be stopped after any record and go on with
 * another instance. Not thread-safe.
 */
public final class PartitionLog {

  private final PartitionState first;
  private final PartitionStore store;
  private final Classifier classifier;

  /** The log of a partition, with every signature recovered. */
  public PartitionLog(
      LogIdentity log, int partition, PartitionStore store, Secp256k1Signatures signatures) {
    this(log, partition, store, signatures, SignatureCheck.always(signatures));
  }

  /** The same with a given check of receipts' signatures. */
  public PartitionLog(
      LogIdentity log,
      int partition,
      PartitionStore store,
      Secp256k1Signatures signatures,
      SignatureCheck receiptSignatures) {
    this(log, PartitionState.initial(partition), store, signatures, receiptSignatures);
  }

  /**
   * The log of a partition in any epoch, with a given check of receipts' signatures; those of
   * period closes are always recovered.
   *
   * @param first the state before the first record, while the store has none
   * @throws IllegalArgumentException if the log has no such partition
   */
  public PartitionLog(
      LogIdentity log,
      PartitionState first,
      PartitionStore store,
      Secp256k1Signatures signatures,
      SignatureCheck receiptSignatures) {
    int partition = first.partition();
    if (partition < 0 || partition >= log.partitionCount()) {
      throw new IllegalArgumentException(
          "partition " + partition + " of a log with " + log.partitionCount());
    }
    this.first = first;
    this.store = store;
    this.classifier = new Classifier(log, receiptSignatures, SignatureCheck.always(signatures));
  }

  /**
   * Takes the next record.
   *
   * @throws IllegalStateException if its offset does not come after the last one's
   */
  public Appended append(LogRecord record) {
    PartitionState before = store.state().orElse(first);
    if (record.offset() < before.nextOffset()) {
      throw new IllegalStateException(
          "offset %d of partition %d comes after offset %d"
              .formatted(record.offset(), before.partition(), before.nextOffset() - 1));
    }
    Classification classification = classifier.classify(record, before, store::agent);
    Entry entry = classification.entry(before.partition(), record);
    PartitionState after = before.append(entry);
    return switch (classification) {
      case Classification.Accepted(SignedReceipt receipt, Bytes32 digest) -> {
        accept(receipt, digest, before.openPeriod());
        store.putState(after);
        yield appended(entry, before, Optional.of(receipt), Optional.empty());
      }
      case Classification.Duplicate _, Classification.Refused _ -> {
        store.putState(after);
        yield appended(entry, before, Optional.empty(), Optional.empty());
      }
      case Classification.Closed(PeriodClose close) -> {
        ClosedPeriod closed = close(close, after, record.appendTime());
        store.putState(after.close(close));
        yield appended(entry, before, Optional.empty(), Optional.of(closed));
      }
    };
  }

  private static Appended appended(
      Entry entry,
      PartitionState before,
      Optional<SignedReceipt> accepted,
      Optional<ClosedPeriod> closed) {
    return new Appended(entry, before.openPeriod(), before.entries().size(), accepted, closed);
  }

  private void accept(SignedReceipt signed, Bytes32 digest, long period) {
    AgentState agent =
        store
            .agent(signed.receipt().agent())
            .map(known -> known.next(digest, period))
            .orElseGet(() -> AgentState.first(digest, period));
    store.putAgent(signed.receipt().agent(), agent);
    Posting.of(signed.receipt()).forEach(store::addPosting);
  }

  private ClosedPeriod close(PeriodClose close, PartitionState last, long appendTime) {
    List<AgentLeaf> agents =
        store.agentsOf(last.openPeriod()).stream()
            .map(known -> known.state().leaf(last.partition(), known.agent()))
            .toList();
    return new ClosedPeriod(close, head(last, agents), appendTime, agents, store.drainPostings());
  }

  private static PartitionHead head(PartitionState last, List<AgentLeaf> agents) {
    Frontier agentsTree = Frontier.EMPTY;
    for (AgentLeaf agent : agents) {
      agentsTree = agentsTree.append(agent.leafHash());
    }
    return new PartitionHead(
        last.partition(),
        last.startOffset(),
        last.nextOffset(),
        last.entries().size(),
        last.accepted(),
        last.minAppendTime(),
        last.maxAppendTime(),
        last.entries().root(),
        agentsTree.root(),
        agents.size());
  }
}
