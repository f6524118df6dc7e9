package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochPartitionsTest {
  private static final EpochPartitions LOG =
      new EpochPartitions(
          List.of("receipts", "receipts-e1", "receipts-e2"), List.of(0L, 5L, 6L), 4);

  @Test
  void everyPartitionHasANumberOfItsOwnThatLeadsBack() {
    Set<Integer> numbers = new HashSet<>();
    for (String topic : LOG.topics()) {
      for (int partition = 0; partition < 4; partition++) {
        int number = LOG.number(topic, partition);
        assertThat(numbers.add(number)).isTrue();
        assertThat(LOG.topic(number)).isEqualTo(topic);
        assertThat(LOG.partition(number)).isEqualTo(partition);
      }
    }
    assertThat(numbers).hasSize(LOG.count()).contains(0, 11);
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 3", "4, 3, 3", "5, 0, 4", "5, 3, 7", "6, 1, 9", "600, 1, 9"})
  void aPeriodTellsTheEpoch(long period, int partition, int number) {
    assertThat(LOG.numberIn(period, partition)).isEqualTo(number);
  }

  @Test
  void inAFirstEpochANumberIsThePartition() {
    EpochPartitions first = EpochPartitions.first("receipts", 8);
    assertThat(first.number("receipts", 7)).isEqualTo(7);
    assertThat(first.numberIn(100, 7)).isEqualTo(7);
    assertThat(first.count()).isEqualTo(8);
  }

  @Test
  void anotherTopicIsRefused() {
    assertThatThrownBy(() -> LOG.number("receipts-e3", 0)).hasMessageContaining("receipts-e3");
  }
}
