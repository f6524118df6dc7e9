package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.merkle.MerkleTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * One partition of a replay: its log, its closed periods that wait for other partitions, and the
 * leaf hashes of the open one. Not thread-safe.
 */
final class ReplayedPartition {

  private final PartitionLog log;
  private final Retention retention;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private HashList openLeaves = new HashList();
  private List<ProvenReceipt> openReceipts = new ArrayList<>();

  /** A closed period; the leaves, because another partition may turn out to want the period. */
  record Waiting(ClosedPeriod closed, HashList leaves, List<ProvenReceipt> receipts) {

    MerkleTree tree() {
      return MerkleTree.of(leaves);
    }
  }

  ReplayedPartition(
      LogIdentity log,
      int partition,
      Secp256k1Signatures signatures,
      SignatureCheck check,
      Retention retention) {
    this(log, PartitionState.initial(partition), signatures, check, retention);
  }

  /**
   * @param first the state before the first record
   */
  ReplayedPartition(
      LogIdentity log,
      PartitionState first,
      Secp256k1Signatures signatures,
      SignatureCheck check,
      Retention retention) {
    this.log = new PartitionLog(log, first, new InMemoryPartitionStore(), signatures, check);
    this.retention = retention;
  }

  Appended append(LogRecord record) {
    Appended appended = log.append(record);
    openLeaves.add(appended.entry().leafHash());
    appended
        .accepted()
        .filter(signed -> retention.receipts().test(signed.receipt()))
        .ifPresent(signed ->
            openReceipts.add(
                new ProvenReceipt(signed, appended.entry(), appended.period(), appended.index())));
    appended.closed().ifPresent(this::close);
    return appended;
  }

  private void close(ClosedPeriod closed) {
    waiting.add(new Waiting(closed, openLeaves, openReceipts));
    openLeaves = new HashList();
    openReceipts = new ArrayList<>();
  }

  /** Whether its last record closed a period that is complete: nothing of it is left over. */
  boolean isAtRest() {
    return waiting.isEmpty() && openLeaves.size() == 0;
  }

  boolean hasClosed() {
    return !waiting.isEmpty();
  }

  Optional<Waiting> takeClosed() {
    return Optional.ofNullable(waiting.poll());
  }

  List<ProvenReceipt> pendingReceipts() {
    return Stream.concat(
            waiting.stream().flatMap(closed -> closed.receipts().stream()), openReceipts.stream())
        .toList();
  }
}
