package dev.quittance.explorer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.explorer.Stories;
import dev.quittance.platform.deadletters.FailedOutcome;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.OrderEvent.Anchored;
import dev.quittance.platform.events.OrderEvent.Proven;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderViewTest {
  private static OrderView view(OrderEvent... events) {
    OrderView view = OrderView.of(Stories.id("order"));
    for (OrderEvent event : events) {
      view = view.apply(event);
    }
    return view;
  }

  private static Anchored anchored(long offset) {
    return new Anchored(3, offset, 5, Stories.id("tx"));
  }

  static Stream<Arguments> statuses() {
    List<OrderEvent> life = Stories.completed();
    return Stream.of(
        Arguments.of(OrderStatus.RECEIVED, life.subList(0, 1)),
        Arguments.of(OrderStatus.RECEIVED, life.subList(0, 2)),
        Arguments.of(OrderStatus.PLANNED, life.subList(0, 3)),
        Arguments.of(OrderStatus.EXECUTING, life.subList(0, 4)),
        Arguments.of(OrderStatus.EXECUTING, life.subList(0, 6)),
        Arguments.of(OrderStatus.PROVEN, life.subList(0, 7)),
        Arguments.of(OrderStatus.SETTLED, life));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void comesAsFarAsItsEvents(OrderStatus status, List<OrderEvent> events) {
    assertThat(view(events.toArray(OrderEvent[]::new)).status()).isEqualTo(status);
  }

  @Test
  void isAnchoredWhenEveryReceiptIs() {
    OrderView settled = view(Stories.completed().toArray(OrderEvent[]::new));

    OrderView half = settled.apply(anchored(10));
    OrderView whole = half.apply(anchored(12));

    assertThat(half.status()).isEqualTo(OrderStatus.SETTLED);
    assertThat(whole.status()).isEqualTo(OrderStatus.ANCHORED);
  }

  @ParameterizedTest
  @CsvSource({"2, FAILED", "3, BLOCKED", "4, REFUSED", "5, EXPIRED", "6, CANCELLED", "99, FAILED"})
  void endsAsItsVerdictSays(int verdict, OrderStatus status) {
    OrderView refused = view(Stories.requested(), Stories.executed(-1, verdict));

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.failure().orElseThrow().code()).isEqualTo("code-" + verdict);
    assertThat(refused.isProvenWhole()).isFalse();
    assertThat(refused.apply(Stories.proven(-1, 3, 10)).isProvenWhole()).isTrue();
  }

  @Test
  void hasFailedOnceEveryStepHasEnded() {
    OrderView running = view(Stories.planned(3), Stories.executed(1, 2), Stories.executed(0, 1));

    assertThat(running.status()).isEqualTo(OrderStatus.EXECUTING);
    assertThat(running.apply(Stories.executed(2, 6)).status()).isEqualTo(OrderStatus.FAILED);
  }

  @Test
  void failsByTheStepThatCancelledTheOthers() {
    OrderView view = view(Stories.planned(2), Stories.executed(0, 6), Stories.executed(1, 2));

    assertThat(view.status()).isEqualTo(OrderStatus.FAILED);
    assertThat(view.failure().orElseThrow().index()).isEqualTo(1);
  }

  @Test
  void takesNoReceiptOfAnotherAgentForTheTrueOne() {
    Proven other = new Proven(Stories.id("step0"), Stories.OTHER_AGENT, 3, 9, 1, Stories.AT_MS);

    OrderView view = view(Stories.planned(1), other, Stories.executed(0, 1));

    assertThat(view.isProvenWhole()).isFalse();
    assertThat(view.apply(Stories.proven(0, 3, 10)).isProvenWhole()).isTrue();
  }

  @Test
  void aDeadLetterFailsAnUnfinishedOrderUntilItIsCompleted() {
    OrderView failed = view(Stories.planned(2), Stories.executed(0, 1), Stories.deadLettered());

    assertThat(failed.status()).isEqualTo(OrderStatus.FAILED);
    assertThat(failed.failure().orElseThrow().code()).isEqualTo(FailedOutcome.CODE);
    assertThat(failed.apply(Stories.executed(1, 1)).failure()).isEmpty();
    assertThat(failed.apply(Stories.executed(1, 1)).status()).isEqualTo(OrderStatus.EXECUTING);
    OrderView settled = failed.apply(Stories.deadLetterSettled());
    assertThat(settled.status()).isEqualTo(OrderStatus.FAILED);
    assertThat(settled.apply(Stories.settled(1, 2)).status()).isEqualTo(OrderStatus.SETTLED);
  }

  @Test
  void aDeadLetterAfterTheEndChangesNothing() {
    OrderView done = view(Stories.completed().toArray(OrderEvent[]::new));
    OrderView after =
        done.apply(Stories.deadLettered())
            .apply(Stories.deadLetterProven(3, 14))
            .apply(Stories.deadLetterSettled());

    assertThat(after.status()).isEqualTo(OrderStatus.SETTLED);
    assertThat(after.failure()).isEmpty();
    assertThat(after.settlement()).isEqualTo(done.settlement());
    assertThat(after.isProvenWhole()).isTrue();
  }

  @Test
  void aRefusalAfterARedriveSaysMoreThanTheDeadLetter() {
    OrderView refused = view(Stories.deadLettered(), Stories.executed(-1, 5));

    assertThat(refused.status()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(refused.apply(Stories.deadLettered())).isEqualTo(refused);
  }

  @Test
  void keepsTheFirstOfEachKind() {
    OrderView view = view(Stories.executed(0, 1));

    assertThat(view.apply(Stories.executed(0, 2))).isEqualTo(view);
  }
}
