package dev.quittance.webhooks;

import dev.quittance.planning.Catalogue;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.Line;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.Topics;
import dev.quittance.webhooks.domain.RetrySchedule;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The stage with all that it needs, in this process or in one of its own that can be killed. */
final class StageProcess implements AutoCloseable {
  static final int LANES = 2;
  static final int MOST_WAITING = 50;
  static final Keyring KEYS =
      Keyring.of("test test test test test test test test test test test junk");

  /** Fast, but as long as the real one. */
  private static final RetrySchedule SCHEDULE =
      new RetrySchedule(
          List.of(0, 200, 400, 800, 1000, 1000, 1000, 1000, 1000, 1000).stream()
              .map(Duration::ofMillis)
              .toList());

  private final CatalogueFollower catalogue;
  private final RunningWebhooks stage;
  private final HttpHost http;
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param attemptTimeout of an attempt to deliver a message
   */
  StageProcess(String brokers, Path directory, String instance, Duration attemptTimeout) {
    KafkaAccess kafka = KafkaAccess.at(brokers);
    FixedIdSerdes serdes = new FixedIdSerdes();
    catalogue = CatalogueFollower.open(kafka, serdes);
    LogRules rules = rules();
    StageContext context =
        new StageContext(
            Line.first(rules, new UUID(1, 2)),
            new ChainEndpoint(List.of("http://127.0.0.1:1"), 64, 31337, Address.ZERO, Address.ZERO),
            new StreamsSettings(kafka, "it", directory.resolve(instance), instance, 1, 50, 1),
            kafka,
            serdes,
            new DirectoryBlobStore(directory.resolve("blobs")),
            catalogue,
            KEYS,
            ExecutorSettings.none(),
            failures::add);
    stage =
        new WebhookStage(
                new WebhookStage.Options(
                    true,
                    Optional.empty(),
                    MOST_WAITING,
                    SCHEDULE,
                    attemptTimeout,
                    Duration.ofSeconds(2)))
            .start(context);
    http = HttpHost.open("127.0.0.1", 0, List.of(stage.routes()));
  }

  private static LogRules rules() {
    return new LogRules(
        "log.example/webhooks",
        0,
        new ReceiptDomain(BigInteger.valueOf(31337), Address.ZERO),
        Topics.RECEIPTS.name(),
        LANES,
        List.of(
            new AcceptedSchema(
                FixedIdSerdes.SCHEMA_ID, AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema()))),
        KEYS.operator().address(),
        new PeriodSchedule(0, 10, CatchUp.EACH));
  }

  /** Starts it in a process of its own. */
  static Process start(String brokers, Path directory, String instance, Duration attemptTimeout)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            // It is killed, and leaves what it has unpacked.
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            StageProcess.class.getName(),
            brokers,
            directory.toString(),
            instance,
            Long.toString(attemptTimeout.toMillis()))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(instance + ".log").toFile())
        .start();
  }

  public static void main(String[] arguments) throws InterruptedException {
    var _ =
        new StageProcess(
            arguments[0],
            Path.of(arguments[1]),
            arguments[2],
            Duration.ofMillis(Long.parseLong(arguments[3])));
    Thread.currentThread().join();
  }

  boolean isReady() {
    return stage.isReady();
  }

  HttpHost.Routes routes() {
    return stage.routes();
  }

  /** Tenants and policies as they are now. */
  Catalogue catalogue() {
    return catalogue.snapshot();
  }

  int port() {
    return http.port();
  }

  List<Throwable> failures() {
    return failures;
  }

  @Override
  public void close() {
    http.close();
    stage.close();
    catalogue.close();
  }
}
