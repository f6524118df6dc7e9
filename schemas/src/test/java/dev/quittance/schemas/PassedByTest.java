package dev.quittance.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassedByTest {

  @Test
  void whatIsSaidNamesTheRecordWhateverReasonFollows() {
    PassedBy record = new PassedBy("executions", 3, Long.MAX_VALUE / 10);

    assertThat(record.said())
        .isEqualTo("record 922337203685477580 of partition 3 of executions can't be processed");
    assertThat(PassedBy.namedBy(record.said())).contains(record);
    assertThat(PassedBy.namedBy(record.said() + "; prover: it\nfailed")).contains(record);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "the plan is of another order",
        "record -1 of partition 0 of plans can't be processed",
        "record 1 of partition 0 of plans can't be processed because",
        "record 9999999999999999999 of partition 0 of plans can't be processed",
        "a record 1 of partition 0 of plans can't be processed"
      })
  void otherWordsNameNone(String message) {
    assertThat(PassedBy.namedBy(message)).isEmpty();
  }
}
