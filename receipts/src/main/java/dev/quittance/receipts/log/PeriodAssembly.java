package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Frontier;
import dev.quittance.receipts.merkle.StandardMerkleTree;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the anchor record of a period from the parts of all partitions and the settlement rows: a
 * pure function of those and of the state after the period before. Thread-safe.
 */
public final class PeriodAssembly {

  private final LogIdentity log;

  /** The assembly of a log's periods. */
  public PeriodAssembly(LogIdentity log) {
    this.log = log;
  }

  /** Assembles the next period; parts and rows may come in any order. */
  public Assembly assemble(AssemblyState state, List<PeriodPart> parts, List<SettlementRow> rows) {
    List<PeriodPart> ordered =
        parts.stream().sorted(Comparator.comparingInt(part -> part.head().partition())).toList();
    List<SettlementRow> sorted =
        rows.stream().sorted(Comparator.comparing(SettlementRow::key)).toList();
    Optional<String> objection =
        partsObjection(state, ordered).or(() -> rowsObjection(state.nextPeriod(), sorted));
    if (objection.isPresent()) {
      return new Assembly.Disagreement(objection.get());
    }
    Totals totals = totals(state, sorted);
    Optional<AssetTotal> uneven =
        totals.assets().stream()
            .filter(total -> !total.period().isEven() || !total.cumulative().isEven())
            .findFirst();
    if (uneven.isPresent()) {
      return new Assembly.Disagreement(
          "period %d: debit and credit of asset %s differ"
              .formatted(state.nextPeriod(), uneven.get().asset()));
    }
    return assembled(state, ordered, sorted, totals);
  }

  private Optional<String> partsObjection(AssemblyState state, List<PeriodPart> parts) {
    long seq = state.nextPeriod();
    if (parts.size() != log.partitionCount()) {
      return Optional.of(
          "period %d has %d heads, not %d".formatted(seq, parts.size(), log.partitionCount()));
    }
    PeriodClose first = parts.getFirst().close();
    for (int partition = 0; partition < parts.size(); partition++) {
      PeriodPart part = parts.get(partition);
      PeriodClose close = part.close();
      if (part.head().partition() != partition || close.partition() != partition) {
        return Optional.of("period %d lacks the head of partition %d".formatted(seq, partition));
      }
      if (close.seq() != seq) {
        return Optional.of(
            "partition %d closed period %d, not %d".formatted(partition, close.seq(), seq));
      }
      if (close.periodStart() != first.periodStart() || close.periodEnd() != first.periodEnd()) {
        return Optional.of(
            "period %d: partition %d closed %d to %d, partition 0 closed %d to %d"
                .formatted(
                    seq,
                    partition,
                    close.periodStart(),
                    close.periodEnd(),
                    first.periodStart(),
                    first.periodEnd()));
      }
    }
    return seq > 0 && first.periodStart() != state.previousEnd()
        ? Optional.of(
            "period %d starts at %d, the one before ended at %d"
                .formatted(seq, first.periodStart(), state.previousEnd()))
        : Optional.empty();
  }

  private static Optional<String> rowsObjection(long seq, List<SettlementRow> rows) {
    Set<AccountAsset> seen = new HashSet<>();
    for (SettlementRow row : rows) {
      if (row.seq() != seq) {
        return Optional.of("a settlement row of period %d in %d".formatted(row.seq(), seq));
      }
      if (!seen.add(row.key())) {
        return Optional.of("period %d has two settlement rows of %s".formatted(seq, row.key()));
      }
    }
    return Optional.empty();
  }

  private static Totals totals(AssemblyState state, List<SettlementRow> rows) {
    TreeMap<Address, Balance> period = new TreeMap<>();
    for (SettlementRow row : rows) {
      period.merge(row.key().asset(), row.period(), Balance::plus);
    }
    return new Totals(
        period.entrySet().stream()
            .map(sum ->
                new AssetTotal(
                    sum.getKey(),
                    sum.getValue(),
                    state.assets().getOrDefault(sum.getKey(), Balance.ZERO).plus(sum.getValue())))
            .toList());
  }

  private Assembly assembled(
      AssemblyState state, List<PeriodPart> parts, List<SettlementRow> rows, Totals totals) {
    AnchorRecord record = record(state, parts, rows, totals);
    Bytes32 anchorHash = record.hash();
    Frontier anchors = state.anchors().append(anchorHash);
    Map<Address, Balance> assets = new TreeMap<>(state.assets());
    totals.assets().forEach(total -> assets.put(total.asset(), total.cumulative()));
    List<PartitionHead> heads = parts.stream().map(PeriodPart::head).toList();
    return new Assembly.Assembled(
        new AssembledPeriod(record, anchorHash, heads, rows, totals, anchors),
        new AssemblyState(anchorHash, record.periodEnd(), anchors, new TreeMap<>(assets)));
  }

  private AnchorRecord record(
      AssemblyState state, List<PeriodPart> parts, List<SettlementRow> rows, Totals totals) {
    Frontier periodTree = Frontier.EMPTY;
    for (PeriodPart part : parts) {
      periodTree = periodTree.append(part.head().leafHash());
    }
    List<Bytes> leaves = rows.stream().map(SettlementRow::abiEncode).toList();
    PeriodClose close = parts.getFirst().close();
    return new AnchorRecord(
        log.logId(),
        state.nextPeriod(),
        close.periodStart(),
        close.periodEnd(),
        log.partitionCount(),
        log.epoch(),
        log.topicId(),
        parts.stream().mapToLong(part -> part.head().entries()).sum(),
        parts.stream().mapToLong(part -> part.head().accepted()).sum(),
        periodTree.root(),
        StandardMerkleTree.of(leaves).root(),
        totals.hash(),
        state.prevAnchorHash(),
        state.anchors().root(),
        log.rulesHash(),
        parts.stream().mapToLong(PeriodPart::closeAppendTime).max().orElseThrow());
  }
}
