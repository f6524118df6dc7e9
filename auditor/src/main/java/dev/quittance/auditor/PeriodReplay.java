package dev.quittance.auditor;

import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Assembly;
import dev.quittance.receipts.log.AssemblyState;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.InMemoryBalanceStore;
import dev.quittance.receipts.log.PeriodAssembly;
import dev.quittance.receipts.log.Posting;
import dev.quittance.receipts.log.SettlementBook;
import dev.quittance.receipts.log.SettlementRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Assembles the periods that all partitions have closed, and says where that ends. */
final class PeriodReplay {

  /**
   * The periods as the records give them.
   *
   * @param periods from 0 on
   * @param disagreement why the next one cannot be assembled although all have closed it
   */
  record Replayed(List<AssembledPeriod> periods, Optional<String> disagreement) {}

  private final PublishedLog log;
  private final List<PeriodAssembly> assemblies;
  private final SortedMap<Long, AnchorRecord> published;
  private final SettlementBook book = new SettlementBook(new InMemoryBalanceStore());
  private AssemblyState state = AssemblyState.INITIAL;

  private PeriodReplay(PublishedLog log, SortedMap<Long, AnchorRecord> published) {
    this.log = log;
    this.assemblies = log.identities().stream().map(PeriodAssembly::new).toList();
    this.published = published;
  }

  /**
   * @param published the anchors that were published, by period
   */
  static Replayed replay(
      PublishedLog log, List<LaneReplay.Replayed> lanes, SortedMap<Long, AnchorRecord> published) {
    return new PeriodReplay(log, published).replay(lanes);
  }

  private Replayed replay(List<LaneReplay.Replayed> lanes) {
    int closed = lanes.stream().mapToInt(lane -> lane.periods().size()).min().orElse(0);
    List<AssembledPeriod> periods = new ArrayList<>();
    for (int seq = 0; seq < closed; seq++) {
      int current = seq;
      List<ClosedPeriod> parts = lanes.stream().map(lane -> lane.periods().get(current)).toList();
      List<Posting> postings = parts.stream().flatMap(part -> part.postings().stream()).toList();
      List<SettlementRow> rows = book.post(seq, postings);
      PeriodAssembly assembly = assemblies.get(log.indexOf(seq));
      switch (assembly.assemble(state, parts.stream().map(ClosedPeriod::part).toList(), rows)) {
        case Assembly.Assembled(AssembledPeriod period, AssemblyState next) -> {
          periods.add(period);
          state = goOn(period, next);
        }
        case Assembly.Disagreement(String reason) -> {
          return new Replayed(List.copyOf(periods), Optional.of(reason));
        }
      }
    }
    return new Replayed(List.copyOf(periods), Optional.empty());
  }

  /**
   * The state from which the next period is assembled. Where the published anchor is another, one
   * difference would make all later anchors differ; so the replay goes on from the one that the
   * next published anchor names.
   */
  private AssemblyState goOn(AssembledPeriod period, AssemblyState next) {
    long seq = period.record().seq();
    AnchorRecord anchor = published.get(seq);
    if (anchor == null || anchor.equals(period.record())) {
      return next;
    }
    AnchorRecord following = published.get(seq + 1);
    boolean namesReplayed =
        following != null && following.prevAnchorHash().equals(period.anchorHash());
    Bytes32 hash = namesReplayed ? period.anchorHash() : anchor.hash();
    return new AssemblyState(hash, next.previousEnd(), state.anchors().append(hash), next.assets());
  }
}
