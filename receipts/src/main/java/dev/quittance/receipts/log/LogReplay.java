package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.merkle.InclusionProof;
import dev.quittance.receipts.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Recomputes a whole log from its records: each partition's in offset order, the partitions in any
 * interleaving, its epochs one after the other. Not thread-safe.
 *
 * <p>Keeps the agents, the balances, 32 bytes per record of periods that are not complete, 32 bytes
 * per anchor, and what its {@link Retention} asks for.
 */
public final class LogReplay {

  private final Secp256k1Signatures signatures;
  private final SignatureCheck check;
  private final SettlementBook book = new SettlementBook(new InMemoryBalanceStore());
  private final Retention retention;
  private final HashList anchorHashes = new HashList();
  private final Map<Long, RetainedPeriod> retained = new HashMap<>();
  private final List<ProvenReceipt> receipts = new ArrayList<>();
  private LogIdentity log;
  private List<ReplayedPartition> partitions;
  private PeriodAssembly assembly;
  private AssemblyState state = AssemblyState.INITIAL;

  /** A replay from the first record on, with every signature recovered. */
  public LogReplay(LogIdentity log, Secp256k1Signatures signatures, Retention retention) {
    this(log, signatures, SignatureCheck.always(signatures), retention);
  }

  /** A replay with a given check of receipts' signatures. */
  public LogReplay(
      LogIdentity log, Secp256k1Signatures signatures, SignatureCheck check, Retention retention) {
    this.signatures = signatures;
    this.check = check;
    this.retention = retention;
    this.log = log;
    this.partitions = partitions(log, PartitionState::initial);
    this.assembly = new PeriodAssembly(log);
  }

  private List<ReplayedPartition> partitions(
      LogIdentity of, IntFunction<PartitionState> firstState) {
    return IntStream.range(0, of.partitionCount())
        .mapToObj(p -> new ReplayedPartition(of, firstState.apply(p), signatures, check, retention))
        .toList();
  }

  /**
   * Goes on with the next epoch: another topic under other rules, in the same log. Periods, anchors
   * and balances go on; offsets and the sequences of agents begin again.
   *
   * @throws LogDisagreementException if it is another log, not a later epoch, or not a new topic,
   *     or if the epoch before has records after its last complete period, which no anchor would
   *     cover
   */
  public void beginEpoch(LogIdentity next) {
    Optional<String> objection = epochObjection(next);
    if (objection.isPresent()) {
      throw new LogDisagreementException(objection.get());
    }
    log = next;
    assembly = new PeriodAssembly(next);
    partitions =
        partitions(next, p -> PartitionState.ofEpoch(p, state.nextPeriod(), state.previousEnd()));
  }

  private Optional<String> epochObjection(LogIdentity next) {
    if (!next.logId().equals(log.logId())) {
      return Optional.of("epoch %d is of another log: %s".formatted(next.epoch(), next.origin()));
    }
    if (next.epoch() <= log.epoch()) {
      return Optional.of("epoch %d comes after epoch %d".formatted(next.epoch(), log.epoch()));
    }
    if (next.topicId().equals(log.topicId())) {
      return Optional.of(
          "epoch %d stands in the topic of epoch %d".formatted(next.epoch(), log.epoch()));
    }
    return IntStream.range(0, partitions.size())
        .filter(p -> !partitions.get(p).isAtRest())
        .boxed()
        .findFirst()
        .map(p ->
            "partition %d of epoch %d has records after its last complete period"
                .formatted(p, log.epoch()));
  }

  /**
   * Takes the next record of a partition.
   *
   * @throws LogDisagreementException if the partitions' closes of a period do not fit together
   * @throws IllegalStateException if the record's offset does not come after the last one's
   */
  public ReplayStep feed(int partition, LogRecord record) {
    Appended appended = partitions.get(partition).append(record);
    List<ReplayedPeriod> completed = new ArrayList<>();
    while (appended.closed().isPresent()
        && partitions.stream().allMatch(ReplayedPartition::hasClosed)) {
      completed.add(completePeriod());
    }
    return new ReplayStep(appended, List.copyOf(completed));
  }

  private ReplayedPeriod completePeriod() {
    List<ReplayedPartition.Waiting> parts =
        partitions.stream().flatMap(partition -> partition.takeClosed().stream()).toList();
    List<ClosedPeriod> closed = parts.stream().map(ReplayedPartition.Waiting::closed).toList();
    List<Posting> postings = closed.stream().flatMap(part -> part.postings().stream()).toList();
    List<SettlementRow> rows = book.post(state.nextPeriod(), postings);
    List<PeriodPart> heads = closed.stream().map(ClosedPeriod::part).toList();
    return switch (assembly.assemble(state, heads, rows)) {
      case Assembly.Assembled(AssembledPeriod period, AssemblyState next) -> {
        state = next;
        anchorHashes.add(period.anchorHash());
        retain(period, parts);
        yield new ReplayedPeriod(period, closed);
      }
      case Assembly.Disagreement(String reason) -> throw new LogDisagreementException(reason);
    };
  }

  private void retain(AssembledPeriod period, List<ReplayedPartition.Waiting> parts) {
    List<ProvenReceipt> found = parts.stream().flatMap(part -> part.receipts().stream()).toList();
    long seq = period.record().seq();
    if (!found.isEmpty() || retention.periods().test(seq)) {
      receipts.addAll(found);
      List<MerkleTree> trees = parts.stream().map(ReplayedPartition.Waiting::tree).toList();
      retained.put(seq, new RetainedPeriod(period, trees));
    }
  }

  /** The state after the last complete period. */
  public AssemblyState state() {
    return state;
  }

  /** The retained receipts of complete periods, in no particular order. */
  public List<ProvenReceipt> receipts() {
    return List.copyOf(receipts);
  }

  /** The retained receipts of periods that are not complete: they exist, but are not proven yet. */
  public List<ProvenReceipt> pendingReceipts() {
    return partitions.stream().flatMap(partition -> partition.pendingReceipts().stream()).toList();
  }

  /** A complete period, if it was retained. */
  public Optional<RetainedPeriod> period(long seq) {
    return Optional.ofNullable(retained.get(seq));
  }

  /** The hash of an anchor record of a complete period. */
  public Bytes32 anchorHash(long seq) {
    return anchorHashes.get(Math.toIntExact(seq));
  }

  /** The proof that a period's anchor is in the anchor log of the given size. */
  public InclusionProof anchorProof(long seq, long size) {
    return MerkleTree.of(anchorHashes).inclusionProof(Math.toIntExact(seq), Math.toIntExact(size));
  }
}
