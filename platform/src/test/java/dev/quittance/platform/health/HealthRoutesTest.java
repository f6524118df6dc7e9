package dev.quittance.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.metrics.Metrics;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
  private final Health health = new Health();
  private final Metrics metrics = new Metrics("1", "settler-1");
  private final HttpHost host =
      HttpHost.open(
          "127.0.0.1", 0, List.of(new HealthRoutes("settler", "settler-1", health, metrics)));
  private final BlockingHttp http = new BlockingHttp(60_000);

  @AfterEach
  void close() {
    http.close();
    host.close();
    metrics.close();
  }

  @Test
  void isLiveAndNotReadyWhileItStarts() throws IOException {
    assertThat(get("/health/live").status()).isEqualTo(200);
    assertThat(get("/health/ready"))
        .satisfies(answer -> {
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.body()).contains("\"reason\":\"it is starting\"");
        });
  }

  @Test
  void namesThePartThatIsNotReady() throws IOException {
    health.started(
        List.of(
            new RunningParts(
                "settler",
                List.of(
                    part("settler", Readiness.ready()),
                    part("payout-client", Readiness.notReady("no chain since noon"))))));

    BlockingHttp.Answer answer = get("/health/ready");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo(
            "{\"process\":\"settler\",\"instance\":\"settler-1\",\"pid\":"
                + ProcessHandle.current().pid()
                + ",\"status\":\"not ready\",\"parts\":[{\"part\":\"settler\",\"ready\":true},{\"part\":\"payout-client\","
                + "\"ready\":false,\"reason\":\"no chain since noon\"}]}");
  }

  @Test
  void notesAreToldAndLeaveItReady() throws IOException {
    RunningStage noted = part("workers", Readiness.ready(), List.of("the other side is away"));
    health.started(List.of(noted));

    BlockingHttp.Answer answer = get("/health/ready");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("{\"part\":\"workers\",\"ready\":true,\"notes\":[\"the other side is away\"]}");
  }

  @Test
  void isReadyWhenAllPartsAreAndNoLongerWhenItStops() throws IOException {
    health.started(List.of(part("settler", Readiness.ready())));
    assertThat(get("/health/ready").status()).isEqualTo(200);

    health.stopping();
    assertThat(get("/health/ready").status()).isEqualTo(503);
  }

  @Test
  void showsItsMeasurements() throws IOException {
    BlockingHttp.Answer answer = get("/metrics");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-type")).startsWith("text/plain");
    assertThat(answer.body()).contains("quittance_build_info");
  }

  private BlockingHttp.Answer get(String path) throws IOException {
    return http.send(HttpMethod.GET, "http://127.0.0.1:" + host.port() + path, Map.of(), null);
  }

  private static RunningStage part(String name, Readiness readiness) {
    return part(name, readiness, List.of());
  }

  private static RunningStage part(String name, Readiness readiness, List<String> notes) {
    return new RunningStage() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Readiness readiness() {
        return readiness;
      }

      @Override
      public List<String> notes() {
        return notes;
      }

      @Override
      public void close() {}
    };
  }
}
