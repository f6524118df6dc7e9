package dev.quittance.auditor;

import dev.quittance.auditor.chain.AnchoredPeriod;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.chain.OperatorReading;
import dev.quittance.auditor.chain.PayoutReading;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.auditor.source.PublishedRowsEnd;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.SettlementRow;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that an audit has read and recomputed.
 *
 * @param log what the log says about itself
 * @param chain what the chain says
 * @param operators how the contract changed hands
 * @param anchors the records of anchors
 * @param located those that decode, by the period that they name; the first of each
 * @param heads the records of log-heads
 * @param rows the rows of settlement-rows
 * @param rowsEnds the ends of rows of settlement-rows
 * @param lanes the partitions, replayed
 * @param periods the periods, replayed
 * @param line what became of the orders
 * @param paid what the vault has paid
 * @param untilMs until when a copy has all records of the line, unix milliseconds; the largest
 *     number for a log that goes on
 */
record Evidence(
    PublishedLog log,
    ChainReading chain,
    OperatorReading operators,
    List<Published<PublishedAnchor>> anchors,
    SortedMap<Long, LocatedAnchor> located,
    List<Published<PublishedHead>> heads,
    List<Published<SettlementRow>> rows,
    List<Published<PublishedRowsEnd>> rowsEnds,
    List<LaneReplay.Replayed> lanes,
    PeriodReplay.Replayed periods,
    LineEvidence line,
    PayoutReading paid,
    long untilMs) {

  /** An anchor record and where it was published. */
  record LocatedAnchor(AnchorRecord record, long offset) {
    Place place() {
      return Place.record("anchors", 0, offset).inPeriod(record.seq());
    }
  }

  /** The anchors that decode, by the period that the records name; the first of each. */
  static SortedMap<Long, LocatedAnchor> byPeriod(List<Published<PublishedAnchor>> anchors) {
    SortedMap<Long, LocatedAnchor> byPeriod = new TreeMap<>();
    for (Published<PublishedAnchor> anchor : anchors) {
      anchor
          .content()
          .flatMap(content -> AnchorRecord.decode(content.record()))
          .ifPresent(record ->
              byPeriod.putIfAbsent(record.seq(), new LocatedAnchor(record, anchor.offset())));
    }
    return byPeriod;
  }

  /** How many periods the records close. */
  long closedPeriods() {
    return periods.periods().size();
  }

  /** A replayed period. */
  Optional<AssembledPeriod> period(long seq) {
    return seq >= 0 && seq < closedPeriods()
        ? Optional.of(periods.periods().get((int) seq))
        : Optional.empty();
  }

  /** When the close of a replayed period was appended to a partition, unix milliseconds. */
  long closeOf(int partition, long seq) {
    return lanes.get(partition).periods().get((int) seq).closeAppendTime();
  }

  /** What the chain has of a period, if it was read and has it. */
  Optional<AnchoredPeriod> onChain(long seq) {
    return contract().flatMap(contract -> Optional.ofNullable(contract.periods().get(seq)));
  }

  /** One more than the last period that records, anchors or chain know of. */
  long knownPeriods() {
    long published = located.isEmpty() ? 0 : located.lastKey() + 1;
    long anchored = contract().map(ChainReading.Contract::next).orElse(0L);
    return Math.max(closedPeriods(), Math.max(published, anchored));
  }

  /** The contract, if it was read. */
  Optional<ChainReading.Contract> contract() {
    return chain instanceof ChainReading.Contract contract
        ? Optional.of(contract)
        : Optional.empty();
  }

  /** The root of a period as it was anchored, or published at least; empty if it was neither. */
  Optional<Bytes32> anchoredRoot(long seq) {
    return onChain(seq)
        .map(AnchoredPeriod::periodRoot)
        .or(() ->
            Optional.ofNullable(located.get(seq)).map(anchor -> anchor.record().periodRoot()));
  }
}
