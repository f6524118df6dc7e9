package dev.quittance.anchorer.closer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.anchorer.closer.CloserDecision.Send;
import dev.quittance.anchorer.closer.CloserDecision.Wait;
import dev.quittance.receipts.log.PeriodBounds;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CloserDecisionTest {
  private static final CloserState EACH = initial(CatchUp.EACH);
  private static final CloserState MERGE = initial(CatchUp.MERGE);
  private static final PeriodBounds ZERO = new PeriodBounds(1000, 1010);
  private static final PeriodBounds ONE = new PeriodBounds(1010, 1020);

  private static CloserState initial(CatchUp catchUp) {
    return CloserState.initial(new PeriodSchedule(1000, 10, catchUp), 2);
  }

  private static CloserState closed(CloserState state, long seq) {
    return state.headClosed(seq, 0).headClosed(seq, 1);
  }

  static Stream<Arguments> rows() {
    CloserState sent = EACH.scheduled(0, ZERO, 1012);
    return Stream.of(
        row("before the first end", EACH, 1009, new Wait(1012)),
        row("the first end has not settled", EACH, 1011, new Wait(1012)),
        row("the first period is over", EACH, 1012, new Send(0, ZERO, false)),
        row("long after the first end", EACH, 1999, new Send(0, ZERO, false)),
        row("merged", MERGE, 1999, new Send(0, new PeriodBounds(1000, 1990), false)),
        row("just sent", sent, 1012, new Wait(1015)),
        row("no heads yet", sent, 1014, new Wait(1015)),
        row("no heads for long", sent, 1015, new Send(0, ZERO, true)),
        row("one head is missing", sent.headClosed(0, 1), 1015, new Send(0, ZERO, true)),
        row(
            "one head twice",
            sent.headClosed(0, 1).headClosed(0, 1),
            1015,
            new Send(0, ZERO, true)),
        row("sent again", sent.scheduled(0, ZERO, 1016), 1018, new Wait(1019)),
        row("all heads", closed(sent, 0), 1013, new Wait(1022)),
        row("all heads, next over", closed(sent, 0), 1022, new Send(1, ONE, false)),
        row("all heads, an outage", closed(sent, 0), 1500, new Send(1, ONE, false)),
        row(
            "all heads, merged after an outage",
            closed(MERGE.scheduled(0, ZERO, 1012), 0),
            1502,
            new Send(1, new PeriodBounds(1010, 1500), false)),
        row(
            "heads of the one before do not count",
            closed(sent, 0).scheduled(1, ONE, 1022),
            1025,
            new Send(1, ONE, true)),
        row(
            "heads read before their decision",
            closed(closed(EACH, 0), 1).scheduled(0, ZERO, 1012).scheduled(1, ONE, 1022),
            1025,
            new Wait(1032)));
  }

  private static Arguments row(
      String when, CloserState state, long nowSeconds, CloserDecision expected) {
    return Arguments.of(when, state, nowSeconds, expected);
  }

  static Stream<Arguments> lastRows() {
    CloserState zeroSent = EACH.scheduled(0, ZERO, 1012);
    CloserState zero = closed(zeroSent, 0);
    PeriodBounds early = new PeriodBounds(1010, 1015);
    CloserState oneSent = zero.scheduled(1, early, 1017);
    CloserState one = closed(oneSent, 1);
    return Stream.of(
        row("what is due comes first", EACH, 1016, new Send(0, ZERO, false)),
        row("its heads are waited for", zeroSent, 1014, new Wait(1015)),
        row("its closes are sent again", zeroSent, 1016, new Send(0, ZERO, true)),
        row("the open period is not old enough", zero, 1016, new Wait(1017)),
        row("the open period is closed early", zero, 1017, new Send(1, early, false)),
        row("nothing may follow the last one too soon", oneSent, 1020, new Wait(1077)),
        row("heads of the last one stay missing", oneSent, 1077, new Send(1, early, true)),
        row("nothing after the last one", one, 1021, new Wait(1022)),
        row("nothing, however long it takes", one, 9999, new Wait(Long.MAX_VALUE)),
        row(
            "a period that ends by itself is the last too",
            closed(zero.scheduled(1, ONE, 1022), 1),
            9999,
            new Wait(Long.MAX_VALUE)),
        row(
            "missed periods are closed as ever",
            closed(MERGE.scheduled(0, ZERO, 1012), 0),
            1502,
            new Send(1, new PeriodBounds(1010, 1500), false)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lastRows")
  void endsAnEpoch(String when, CloserState state, long nowSeconds, CloserDecision expected) {
    assertThat(CloserDecision.decideLast(state, nowSeconds, 1015)).as(when).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void decides(String when, CloserState state, long nowSeconds, CloserDecision expected) {
    assertThat(CloserDecision.decide(state, nowSeconds)).as(when).isEqualTo(expected);
  }

  @Test
  void refusesAScheduleThatDoesNotFollowOn() {
    CloserState sent = EACH.scheduled(0, ZERO, 1012);
    assertThatThrownBy(() -> sent.scheduled(2, ONE, 1022))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected period 1 from 1010");
    assertThatThrownBy(() -> sent.scheduled(0, new PeriodBounds(1000, 1020), 1022))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> EACH.scheduled(0, ONE, 1022))
        .isInstanceOf(IllegalStateException.class);
  }
}
