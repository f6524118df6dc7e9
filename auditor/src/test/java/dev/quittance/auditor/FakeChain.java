package dev.quittance.auditor;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.AnchoredPeriod;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.chain.OperatorChange;
import dev.quittance.auditor.chain.OperatorReading;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.LogEpoch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * A chain that has what a log says is anchored.
 *
 * @param log the log
 * @param changes how its contract changed hands
 */
record FakeChain(FakeLog log, List<OperatorChange> changes) implements AnchorChain {

  /** Handed over as the log's epochs say. */
  static FakeChain of(FakeLog log) {
    List<LogEpoch> all = log.epochs.all();
    return new FakeChain(
        log,
        IntStream.range(1, all.size())
            .mapToObj(i ->
                new OperatorChange(
                    all.get(i - 1).rules().operator(),
                    all.get(i).rules().operator(),
                    all.get(i).firstPeriod(),
                    100 * all.get(i).firstPeriod(),
                    Sha256.hash(new byte[] {(byte) i})))
            .toList());
  }

  @Override
  public ChainReading read(ReceiptDomain domain, LongPredicate periods) {
    Map<Long, AnchoredPeriod> anchored = new HashMap<>();
    for (long seq = 0; seq < log.onChain.size(); seq++) {
      if (periods.test(seq)) {
        anchored.put(seq, anchored(log.onChain.get((int) seq)));
      }
    }
    return domain.equals(log.identity.domain())
        ? new ChainReading.Contract(
            log.identity.logId(), log.identity.operator(), log.onChain.size(), anchored)
        : new ChainReading.NoContract(domain.contract());
  }

  @Override
  public OperatorReading operators(ReceiptDomain domain, long anchored) {
    return new OperatorReading.Changes(changes);
  }

  private static AnchoredPeriod anchored(AnchorRecord record) {
    return new AnchoredPeriod(
        record.hash(),
        record.periodRoot(),
        record.settlementRoot(),
        record.entries(),
        record.accepted(),
        record.partitionCount(),
        record.periodEnd());
  }
}
