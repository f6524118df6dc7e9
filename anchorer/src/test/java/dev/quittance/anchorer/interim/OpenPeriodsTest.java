package dev.quittance.anchorer.interim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.PartitionState;
import dev.quittance.receipts.merkle.Frontier;
import org.junit.jupiter.api.Test;

class OpenPeriodsTest {
  private final OpenPeriods periods = new OpenPeriods();

  private static PartitionState state(int partition, int entries) {
    PartitionState initial = PartitionState.initial(partition);
    Frontier tree = Frontier.EMPTY;
    for (int i = 0; i < entries; i++) {
      tree = tree.append(Bytes32.ZERO);
    }
    return new PartitionState(
        partition,
        initial.openPeriod(),
        initial.previousEnd(),
        initial.startOffset(),
        entries,
        0,
        initial.minAppendTime(),
        initial.maxAppendTime(),
        tree);
  }

  @Test
  void tellsTheLatestOfEachPartitionOnce() {
    periods.fold(state(1, 1));
    periods.fold(state(0, 2));
    periods.fold(state(1, 3));
    assertThat(periods.untold()).containsExactly(state(0, 2), state(1, 3));
    periods.tell(periods.untold());
    assertThat(periods.untold()).isEmpty();
    periods.fold(state(0, 2));
    periods.fold(state(1, 4));
    assertThat(periods.untold()).containsExactly(state(1, 4));
    assertThat(periods.knows(0)).isTrue();
    assertThat(periods.knows(2)).isFalse();
  }

  @Test
  void hasNothingToTellOfAPeriodThatHasJustBegun() {
    periods.fold(state(0, 5));
    periods.fold(state(0, 0));
    assertThat(periods.untold()).isEmpty();
  }
}
