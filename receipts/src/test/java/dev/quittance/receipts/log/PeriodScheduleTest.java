package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "EACH, 100, 109, ",
    "EACH, 100, 110, 110",
    "EACH, 100, 155, 110",
    "EACH, 130, 155, 140",
    "EACH, 133, 139, ",
    "EACH, 133, 140, 140",
    "EACH, 139, 155, 140",
    "MERGE, 100, 109, ",
    "MERGE, 100, 119, 110",
    "MERGE, 100, 155, 150",
    "MERGE, 133, 139, ",
    "MERGE, 133, 155, 150",
    "MERGE, 200, 155, ",
  })
  void due(CatchUp catchUp, long start, long now, Long end) {
    PeriodSchedule schedule = new PeriodSchedule(100, 10, catchUp);
    assertThat(schedule.due(start, now).map(PeriodBounds::end).orElse(null)).isEqualTo(end);
    assertThat(schedule.due(start, now).stream().allMatch(b -> b.start() == start)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "EACH, 100, 110, true",
    "EACH, 100, 103, true",
    "EACH, 103, 110, true",
    "EACH, 100, 111, false",
    "EACH, 100, 120, false",
    "EACH, 103, 111, false",
    "MERGE, 100, 110, true",
    "MERGE, 100, 104, true",
    "MERGE, 100, 150, true",
    "MERGE, 103, 150, true",
    "MERGE, 100, 151, false",
  })
  void allows(CatchUp catchUp, long start, long end, boolean isAllowed) {
    PeriodSchedule schedule = new PeriodSchedule(100, 10, catchUp);
    assertThat(schedule.allows(new PeriodBounds(start, end))).isEqualTo(isAllowed);
  }
}
