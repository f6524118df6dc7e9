package dev.quittance.bench;

import dev.quittance.bench.BenchSettlements.End;
import dev.quittance.bench.WebhooksBenchResult.Compared;
import dev.quittance.line.LineProblem;
import dev.quittance.line.OpenLine;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.Topics;
import dev.quittance.webhooks.RunningWebhooks;
import dev.quittance.webhooks.WebhookStage;
import dev.quittance.webhooks.domain.Pace;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures outgoing webhooks: events of orders from a broker, messages, attempts, the delivery log
 * and the receiver, beside bare signed requests by the same client to the same receivers.
 *
 * <p>Everything is in this process: broker, stage, load and receivers. All of them count in
 * processor time. Not thread-safe.
 */
public final class WebhooksBench {
  private static final int LANES = 6;
  private static final int HTTP_TIMEOUT_MS = 30_000;
  private static final int POLL_MS = 5;
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  /** Endpoints are told of what happens from so long after their registration on at the latest. */
  private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(6);

  private final WebhooksBenchOptions options;
  private final Consumer<String> progress;
  private final KafkaAccess kafka;
  private final BenchSettlements settlements;
  private final BenchReceiver receiver;
  private int phases;

  private WebhooksBench(
      WebhooksBenchOptions options,
      Consumer<String> progress,
      KafkaAccess kafka,
      RecordSerdes serdes,
      BenchReceiver receiver) {
    this.options = options;
    this.progress = progress;
    this.kafka = kafka;
    this.settlements = new BenchSettlements(serdes);
    this.receiver = receiver;
  }

  /**
   * Measures; takes some minutes. Its data is removed again.
   *
   * @param progress told what goes on, a line each time
   * @throws LineProblem when the stage stops or stalls
   */
  public static WebhooksBenchResult run(WebhooksBenchOptions options, Consumer<String> progress)
      throws IOException {
    Path folder = Files.createTempDirectory("quittance-bench-");
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (BenchCluster cluster = BenchCluster.start(folder, LANES, progress);
        BenchReceiver receiver = new BenchReceiver(1 + options.endpoints());
        OpenLine line =
            OpenLine.open(
                cluster.settings(), Map.of(), problem -> failure.compareAndSet(null, problem))) {
      Settings.Webhooks settings = new Settings.Webhooks(true, true, 10_000_000);
      RunningWebhooks stage = new WebhookStage(settings, Optional.empty()).start(line.context());
      try (UnderTest started =
              new UnderTest(
                  "webhooks",
                  Topics.SETTLEMENTS.name(),
                  Topics.WEBHOOK_DISPATCHES.name(),
                  Topics.WEBHOOK_ATTEMPTS.name(),
                  stage::close,
                  failure);
          BareWebhooks bare = new BareWebhooks(Pace.AT_ONCE)) {
        started.awaitReady(stage::isReady);
        WebhooksBench bench =
            new WebhooksBench(
                options, progress, line.context().kafka(), line.context().serdes(), receiver);
        bench.register(stage.routes());
        return bench.measure(bare);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the benchmark ran", e);
    } finally {
      BenchFolder.remove(folder);
    }
  }

  /** The first receiver is told of orders that are completed, the others of those that failed. */
  private void register(HttpHost.Routes routes) throws IOException, InterruptedException {
    BlockingHttp http = new BlockingHttp(HTTP_TIMEOUT_MS);
    try (HttpHost host = HttpHost.open("127.0.0.1", 0, List.of(routes))) {
      for (int i = 0; i <= options.endpoints(); i++) {
        JsonObject body =
            new JsonObject()
                .put("url", receiver.url(i))
                .put("events", new JsonArray().add(i == 0 ? "order_completed" : "error"));
        int status =
            http.send(
                    HttpMethod.POST,
                    "http://127.0.0.1:" + host.port() + "/v1/webhooks",
                    Map.of(
                        "authorization",
                        "Bearer " + BenchCatalogue.API_KEY,
                        "content-type",
                        "application/json"),
                    body.encode().getBytes(StandardCharsets.UTF_8))
                .status();
        if (status != 201) {
          throw problem("a webhook is not registered: HTTP " + status);
        }
      }
    } finally {
      http.close();
    }
    Thread.sleep(KNOWN_EVERYWHERE);
    progress.accept("%d webhooks are registered".formatted(1 + options.endpoints()));
  }

  private WebhooksBenchResult measure(BareWebhooks bare) throws InterruptedException {
    List<String> all =
        IntStream.rangeClosed(1, options.endpoints()).mapToObj(receiver::url).toList();
    List<String> first = List.of(receiver.url(0));
    staged(End.COMPLETED, 1, options.warmUp());
    staged(End.FAILED, options.endpoints(), options.warmUp());
    bare(bare, all, options.warmUp());
    progress.accept("warmed up with 3 times %,d messages".formatted(options.warmUp()));
    return new WebhooksBenchResult(
        Machine.here(),
        options,
        compared(End.COMPLETED, first, bare),
        compared(End.FAILED, all, bare));
  }

  private Compared compared(End end, List<String> urls, BareWebhooks bare)
      throws InterruptedException {
    List<Throughput> staged = new ArrayList<>();
    List<Throughput> bares = new ArrayList<>();
    for (int round = 0; round < options.rounds(); round++) {
      bares.add(bare(bare, urls, options.messages()));
      staged.add(staged(end, urls.size(), options.messages()));
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d webhooks: %,.0f messages a second, %,.0f bare requests",
              urls.size(),
              staged.getLast().perSecond(),
              bares.getLast().perSecond()));
    }
    return new Compared(staged, bares);
  }

  private Throughput bare(BareWebhooks bare, List<String> urls, int messages)
      throws InterruptedException {
    receiver.forget();
    Duration cpu = ProcessUsage.cpu();
    long beganNs = System.nanoTime();
    bare.send(phases++ + "-", urls, messages);
    return throughput(messages, beganNs, cpu);
  }

  /** Each event is a message to each of the endpoints. */
  private Throughput staged(End end, int endpoints, int messages) throws InterruptedException {
    int events = messages / endpoints;
    List<PreparedRecord> records = settlements.settlements("" + phases++, end, events);
    Journeys unwatched = new Journeys(records, "", "");
    receiver.forget();
    Duration cpu = ProcessUsage.cpu();
    long beganNs = System.nanoTime();
    try (Load load = new Load(kafka, Topics.SETTLEMENTS.name())) {
      load.backlog(records, unwatched);
    }
    await(events * endpoints);
    return throughput(events * endpoints, beganNs, cpu);
  }

  private void await(int messages) throws InterruptedException {
    int known = -1;
    long progressedNs = System.nanoTime();
    while (receiver.received() < messages) {
      if (receiver.received() > known) {
        known = receiver.received();
        progressedNs = System.nanoTime();
      } else if (System.nanoTime() - progressedNs > STALL_TIMEOUT.toNanos()) {
        throw problem("no message came for a minute; %d had".formatted(known));
      }
      Thread.sleep(POLL_MS);
    }
  }

  private static Throughput throughput(int messages, long beganNs, Duration cpuBefore) {
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    double cpuMs = ProcessUsage.cpu().minus(cpuBefore).toNanos() / 1e6;
    return new Throughput(messages, messages / seconds, cpuMs / messages);
  }

  private static LineProblem problem(String message) {
    return new LineProblem(
        LineProblem.Kind.FAILED,
        message,
        "See that nothing else loads the machine, and what the stage logged.");
  }
}
