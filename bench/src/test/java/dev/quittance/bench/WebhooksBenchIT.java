package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole benchmark, so small that its figures say little about speed. */
@Tag("long")
class WebhooksBenchIT {
  @Test
  void measuresTheStageBesideBareRequests() throws IOException {
    List<String> progress = new ArrayList<>();

    WebhooksBenchResult result =
        WebhooksBench.run(new WebhooksBenchOptions(60, 3, 1), progress::add);

    assertThat(result.one().stageMedian().records()).isEqualTo(60);
    assertThat(result.many().bareMedian().perSecond()).isPositive();
    assertThat(result.many().ratio()).isPositive();
    assertThat(result.toJson().at("/one/stage/cpuMsPerMessage").asDouble()).isPositive();
    assertThat(progress).hasSize(5);
  }
}
