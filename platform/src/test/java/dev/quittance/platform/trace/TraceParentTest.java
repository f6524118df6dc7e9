package dev.quittance.platform.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void validOnesAreTakenAsTheyAre() {
    assertThat(TraceParent.parse(VALID)).contains(new TraceParent(VALID));
    assertThat(new TraceParent(VALID).traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void ofLaterVersionsThePartsOfTheFirstAreTaken() {
    assertThat(TraceParent.parse("cc" + VALID.substring(2) + "-what-comes-later"))
        .contains(new TraceParent(VALID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c8031-b7ad6b7169203331-01"
      })
  void othersAreNone(String header) {
    assertThat(TraceParent.parse(header)).isEmpty();
  }

  @Test
  void noHeaderIsNone() {
    assertThat(TraceParent.parse(null)).isEmpty();
    assertThat(TraceParent.of(new RecordHeaders())).isEmpty();
  }

  @Test
  void travelsInRecords() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(TraceParent.HEADER, new TraceParent(VALID).bytes());

    assertThat(TraceParent.of(headers)).contains(new TraceParent(VALID));
  }

  @Test
  void freshOnesAreMadeOfRandomBytes() {
    byte[] random = HexFormat.of().parseHex("0af7651916cd43dd8448eb211c80319cb7ad6b7169203331");

    assertThat(TraceParent.fresh(random)).isEqualTo(new TraceParent(VALID));
    assertThatThrownBy(() -> TraceParent.fresh(new byte[TraceParent.RANDOM_BYTES]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
