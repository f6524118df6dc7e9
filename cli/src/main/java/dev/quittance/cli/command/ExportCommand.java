package dev.quittance.cli.command;

import dev.quittance.auditor.Progress;
import dev.quittance.auditor.export.ExportRequest;
import dev.quittance.auditor.export.ExportResult;
import dev.quittance.auditor.export.Exporter;
import dev.quittance.auditor.export.Manifest;
import dev.quittance.auditor.source.KafkaTopics;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.contracts.Deployment;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.TopicDeployment;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a log for an audit elsewhere. */
@Command(
    name = "export",
    description = {
      "Copy the log and all that an audit of it needs into a folder.",
      "",
      "Raw records of every audited topic with their offsets and append times, schemas and rules;"
          + " not the payloads. 'quittance audit --export DIR' audits it on any machine."
          + " docs/export-format.md describes the files byte by byte. The folder appears when it is"
          + " whole."
    })
public final class ExportCommand implements Callable<Integer> {
  @Mixin private final SettingsOption config = new SettingsOption();
  @Mixin private final Results results = new Results();

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      defaultValue = "0",
      description =
          "First period. Only 0: what a later one carries on from can't be checked without the"
              + " earlier ones.")
  private long from;

  @Option(
      names = "--to",
      paramLabel = "SEQ",
      description = "Last period. Default: the last one that is published.")
  private @Nullable Long to;

  @Parameters(paramLabel = "DIR", description = "Folder to write; must not exist yet.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (from != 0) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--from is " + from,
          "An export begins with period 0: sequence numbers and balances are carried on from there.");
    }
    Settings settings = config.load();
    Brokers.requireReachable(settings);
    KafkaTopics topics = new KafkaTopics(settings.kafka().client());
    ExportRequest request =
        new ExportRequest(
            folder,
            to == null ? OptionalLong.empty() : OptionalLong.of(to),
            schemaIds(settings),
            Deployments.find(settings).map(Deployment::vault),
            Instant.now());
    Console console = Console.standard();
    AuditCommand.ProgressLine line = new AuditCommand.ProgressLine(console);
    long begun = System.nanoTime();
    long atMost = upperBound(topics);
    ExportResult result =
        Exporter.run(
            topics,
            request,
            copied -> {
              if (copied % 1024 == 0) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
                line.draw(new Progress(copied, atMost, elapsed));
              }
            });
    console.lines(List.of());
    return switch (result) {
      case ExportResult.Exported(Manifest manifest) -> {
        print(manifest);
        yield ExitCode.OK;
      }
      case ExportResult.Failed(String reason) ->
          throw new CommandFailure(
              ExitCode.FAILED, reason, "Nothing was written; put this right and export again.");
    };
  }

  private static long upperBound(KafkaTopics topics) {
    try {
      return Exporter.upperBound(topics);
    } catch (LogUnavailableException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          String.valueOf(e.getMessage()),
          "'quittance doctor' says what does not answer.");
    }
  }

  private static Map<String, Integer> schemaIds(Settings settings) throws IOException {
    Registries.requireReachable(settings);
    TopicDeployment deployment = SettingsWiring.topicDeployment(settings);
    Map<String, Integer> ids = new TreeMap<>();
    for (Topic<?> topic : Topics.all()) {
      ids.put(topic.name(), deployment.schemaId(topic));
    }
    return ids;
  }

  private void print(Manifest manifest) {
    if (results.isJson()) {
      results.print(
          Results.object()
              .put("export", folder.toAbsolutePath().toString())
              .put("origin", manifest.origin())
              .put("from", manifest.from())
              .put("to", manifest.to())
              .put("records", manifest.files().stream().mapToLong(file -> file.records()).sum())
              .put("bytes", manifest.files().stream().mapToLong(file -> file.bytes()).sum()));
      return;
    }
    Map<String, long[]> sums = new TreeMap<>();
    for (Manifest.FileEntry file : manifest.files()) {
      long[] sum = sums.computeIfAbsent(file.topic(), _ -> new long[2]);
      sum[0] += file.records();
      sum[1] += file.bytes();
    }
    Table table = new Table("topic", ">records", ">bytes");
    sums.forEach((topic, sum) -> table.row(topic, number(sum[0]), number(sum[1])));
    results.print(table);
    results.line("");
    results.line(
        "periods %d to %d of %s in %s"
            .formatted(manifest.from(), manifest.to(), manifest.origin(), folder.toAbsolutePath()));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
