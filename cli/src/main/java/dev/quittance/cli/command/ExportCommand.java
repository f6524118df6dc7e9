package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.auditor.Progress;
import dev.quittance.auditor.export.ExportPart;
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
import java.util.Optional;
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
          + " whole.",
      "",
      "With --after, only what an earlier export and those before it don't have is copied: a part."
          + " 'quittance audit --export DIR1 --export DIR2' audits the parts together."
    })
public final class ExportCommand implements Callable<Integer> {
  @Mixin private final SettingsOption config = new SettingsOption();
  @Mixin private final Results results = new Results();

  @Option(
      names = "--after",
      paramLabel = "DIR",
      description =
          "The export to go on from, or its manifest.json, which is all that is read of it: the"
              + " last one of those that have the periods before.")
  private @Nullable Path after;

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      description =
          "First period. It follows from --after, or is 0 without it: given, it must be that one.")
  private @Nullable Long from;

  @Option(
      names = "--to",
      paramLabel = "SEQ",
      description = "Last period. Default: the last one that is published.")
  private @Nullable Long to;

  @Parameters(paramLabel = "DIR", description = "Folder to write; must not exist yet.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    Optional<ExportPart> before = Optional.ofNullable(after).map(ExportCommand::earlier);
    requireFitting(before);
    Settings settings = config.load();
    Brokers.requireReachable(settings);
    KafkaTopics topics = new KafkaTopics(settings.kafka().client());
    ExportRequest request =
        new ExportRequest(
            folder,
            before,
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

  private static ExportPart earlier(Path named) {
    return switch (ExportPart.readManifest(named)) {
      case ExportPart.Found(ExportPart part) -> part;
      case ExportPart.Unreadable(String reason) ->
          throw new CommandFailure(
              ExitCode.USAGE,
              reason,
              "Name with --after a folder that 'quittance export' has written.");
    };
  }

  private void requireFitting(Optional<ExportPart> before) {
    long first = ExportRequest.first(before);
    if (from != null && from != first) {
      throw new CommandFailure(
          ExitCode.USAGE,
          before.isEmpty()
              ? "--from is %d without --after".formatted(from)
              : "--from is %d, and %s ends with period %d"
                  .formatted(from, before.get().folder(), first - 1),
          before.isEmpty()
              ? "Name with --after the export that ends with the period before: sequence numbers"
                  + " and balances are carried on from there."
              : "Leave --from out, or give %d.".formatted(first));
    }
    if (to != null && to < first) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--to is %d, before the first period, %d".formatted(to, first),
          "Give a period from %d on, or leave --to out for the last one.".formatted(first));
    }
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
      ObjectNode object = Results.object();
      object
          .put("export", folder.toAbsolutePath().toString())
          .put("origin", manifest.origin())
          .put("from", manifest.from())
          .put("to", manifest.to());
      manifest.after().ifPresent(hash -> object.put("after", hash));
      object
          .put("records", manifest.files().stream().mapToLong(file -> file.records()).sum())
          .put("bytes", manifest.files().stream().mapToLong(file -> file.bytes()).sum());
      results.print(object);
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
