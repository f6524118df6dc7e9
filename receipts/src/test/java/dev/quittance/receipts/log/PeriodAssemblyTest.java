package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.crypto.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts that do not make a period stop the assembly, with a reason. */
class PeriodAssemblyTest {

  private static final RandomLog LOG = new RandomLog(31, 2, 1);
  private static final PeriodAssembly ASSEMBLY = new PeriodAssembly(LOG.identity());
  private static final List<ClosedPeriod> CLOSED =
      IntStream.range(0, 2).mapToObj(PeriodAssemblyTest::closed).toList();
  private static final List<PeriodPart> PARTS = CLOSED.stream().map(ClosedPeriod::part).toList();
  private static final List<SettlementRow> ROWS =
      new SettlementBook(new InMemoryBalanceStore())
          .post(0, CLOSED.stream().flatMap(c -> c.postings().stream()).toList());

  private static ClosedPeriod closed(int partition) {
    PartitionLog log =
        new PartitionLog(
            LOG.identity(), partition, new InMemoryPartitionStore(), RandomLog.SIGNATURES);
    return LOG.partition(partition).stream()
        .flatMap(written -> log.append(written.record()).closed().stream())
        .findFirst()
        .orElseThrow();
  }

  private static String objection(List<PeriodPart> parts, List<SettlementRow> rows) {
    return switch (ASSEMBLY.assemble(AssemblyState.INITIAL, parts, rows)) {
      case Assembly.Assembled _ -> "none";
      case Assembly.Disagreement(String reason) -> reason;
    };
  }

  private static PeriodPart part(PeriodPart part, long seq, long start, long end) {
    PeriodClose c = part.close();
    return new PeriodPart(
        new PeriodClose(c.logId(), seq, start, end, c.partition(), c.partitionCount()),
        part.head(),
        part.closeAppendTime());
  }

  @Test
  void partsThatFitAreAssembled() {
    assertThat(ROWS).isNotEmpty();
    assertThat(objection(PARTS, ROWS)).isEqualTo("none");
    assertThat(objection(PARTS.reversed(), ROWS.reversed())).isEqualTo("none");
  }

  @Test
  void partsThatDoNotFitAreNot() {
    PeriodClose close = PARTS.getFirst().close();
    long start = close.periodStart();
    long end = close.periodEnd();
    assertThat(objection(PARTS.subList(0, 1), ROWS)).isEqualTo("period 0 has 1 heads, not 2");
    assertThat(objection(List.of(PARTS.get(0), PARTS.get(0)), ROWS))
        .isEqualTo("period 0 lacks the head of partition 1");
    assertThat(objection(List.of(PARTS.get(0), part(PARTS.get(1), 1, start, end)), ROWS))
        .isEqualTo("partition 1 closed period 1, not 0");
    assertThat(objection(List.of(PARTS.get(0), part(PARTS.get(1), 0, start, end + 1)), ROWS))
        .startsWith("period 0: partition 1 closed");
  }

  @Test
  void rowsThatDoNotFitAreNot() {
    SettlementRow row = ROWS.getFirst();
    List<SettlementRow> twice = new ArrayList<>(ROWS);
    twice.add(row);
    assertThat(objection(PARTS, twice)).startsWith("period 0 has two settlement rows of");

    List<SettlementRow> uneven = new ArrayList<>(ROWS);
    Balance more = row.period().plus(new Balance(BigInteger.ONE, BigInteger.ZERO));
    uneven.set(0, new SettlementRow(0, row.key(), more, more));
    assertThat(objection(PARTS, uneven))
        .isEqualTo("period 0: debit and credit of asset %s differ".formatted(row.key().asset()));

    List<SettlementRow> late = new ArrayList<>(ROWS);
    late.set(0, new SettlementRow(1, row.key(), row.period(), row.cumulative()));
    assertThat(objection(PARTS, late)).isEqualTo("a settlement row of period 1 in 0");
  }

  @Test
  void aStateIsReadAsItWasWritten() {
    Assembly assembled = ASSEMBLY.assemble(AssemblyState.INITIAL, PARTS, ROWS);
    AssemblyState next = ((Assembly.Assembled) assembled).next();
    Bytes encoded = next.encode();
    assertThat(AssemblyState.decode(encoded)).isEqualTo(next);
    assertThat(next.nextPeriod()).isEqualTo(1);
    assertThat(next.assets()).isNotEmpty();
  }
}
