package dev.quittance.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.line.LineProblem;
import dev.quittance.line.LineStages;
import dev.quittance.line.OpenLine;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a line takes to serve the proof of a receipt over HTTP: a running line with a
 * broker, an index and tiles on disk, asked by one client for bundles of random receipts, one after
 * the other.
 */
public final class BundleBench {
  /** Long enough that nearly all receipts are in one closed period. */
  private static final Duration CADENCE = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LANES = 6;
  private static final int FOUND = 200;
  private static final int CONFLICT = 409;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  /**
   * What was measured.
   *
   * @param receipts in the log
   * @param bundles that were asked for
   * @param bundleBytes of the last one
   * @param ms from asking to the last byte
   */
  public record Result(
      Machine machine, int receipts, int bundles, int bundleBytes, Latency.Percentiles ms) {}

  private BundleBench(int port) {
    this.url = "http://127.0.0.1:" + port;
  }

  /**
   * Measures; takes minutes. Its data is removed again.
   *
   * @param receipts how many the log gets, one per order
   * @param bundles how many are asked for, after as many that are not measured
   * @param progress told what goes on, a line each time
   */
  public static Result run(int receipts, int bundles, Consumer<String> progress)
      throws IOException {
    Path folder = Files.createTempDirectory("quittance-bench-");
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (BenchCluster cluster = BenchCluster.start(folder, LANES, CADENCE, progress);
        OpenLine open =
            OpenLine.open(
                cluster.settings(), Map.of(), problem -> failure.compareAndSet(null, problem));
        LineStages stages =
            LineStages.start(
                LineStages.all(cluster.settings(), cluster.settings().data()),
                open.context(),
                "127.0.0.1",
                0)) {
      await("the line to be at work", stages::allReady, failure);
      List<String> orders = feed(cluster, receipts, progress);
      BundleBench bench = new BundleBench(stages.httpPort());
      progress.accept("waiting until the period is closed and published");
      String last = orders.getLast();
      await("the last bundle", () -> bench.isProven(last), failure);
      return bench.measure(orders, bundles, progress);
    } finally {
      BenchFolder.remove(folder);
    }
  }

  private static List<String> feed(BenchCluster cluster, int count, Consumer<String> progress) {
    progress.accept("ordering " + count + " times");
    List<PreparedRecord> records =
        new BenchOrders(SettingsWiring.recordSerdes(cluster.settings()), System.currentTimeMillis())
            .requests("bundles", count);
    KafkaAccess kafka = SettingsWiring.kafkaAccess(cluster.settings());
    try (Load load = new Load(kafka, Topics.ORDER_REQUESTS.name())) {
      load.backlog(
          records, new Journeys(records, Topics.RECEIPTS.name(), Topics.SETTLEMENTS.name()));
    }
    return records.stream().map(record -> HexFormat.of().formatHex(record.key())).toList();
  }

  private Result measure(List<String> orders, int bundles, Consumer<String> progress) {
    progress.accept("asking for " + 2 * bundles + " bundles");
    Random random = new Random(orders.size());
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 2 * bundles; i++) {
      paths.add(bundlePath(orders.get(random.nextInt(orders.size()))));
    }
    Histogram micros = new Histogram(3);
    int bytes = 0;
    for (int i = 0; i < paths.size(); i++) {
      long startNs = System.nanoTime();
      HttpResponse<String> answer = get(paths.get(i));
      if (answer.statusCode() != FOUND) {
        throw problem("a bundle is not served: " + answer.body());
      }
      if (i >= bundles) {
        micros.recordValue((System.nanoTime() - startNs) / 1000);
        bytes = answer.body().length();
      }
    }
    return new Result(
        Machine.here(), orders.size(), bundles, bytes, Latency.Percentiles.ofMicros(micros));
  }

  private boolean isProven(String order) {
    HttpResponse<String> list = get("/v1/receipts?order=" + order);
    if (list.statusCode() != FOUND || receipts(list).isEmpty()) {
      return false;
    }
    HttpResponse<String> bundle = get(bundlePath(order));
    if (bundle.statusCode() != FOUND && bundle.statusCode() != CONFLICT) {
      throw problem("a bundle is not served: " + bundle.body());
    }
    return bundle.statusCode() == FOUND;
  }

  private String bundlePath(String order) {
    return receipts(get("/v1/receipts?order=" + order))
        .get(0)
        .path("links")
        .path("bundle")
        .asText();
  }

  private static JsonNode receipts(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body()).path("receipts");
    } catch (IOException e) {
      throw problem("the list of receipts is no JSON: " + answer.body());
    }
  }

  private HttpResponse<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + BenchCatalogue.API_KEY)
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw problem("the line does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problem("interrupted");
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(
      String what, Condition condition, AtomicReference<@Nullable Throwable> failure) {
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (failure.get() != null || System.nanoTime() - untilNs > 0) {
        throw problem("waited in vain for " + what + "; failure: " + failure.get());
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw problem("interrupted");
      }
    }
  }

  private static LineProblem problem(String message) {
    return new LineProblem(
        LineProblem.Kind.FAILED,
        message,
        "See that nothing else loads the machine, and what the stages logged.");
  }
}
