package dev.quittance.auditor.export;

import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.auditor.source.RawTopics;
import dev.quittance.auditor.source.SchemaTexts;
import dev.quittance.auditor.source.TopicLogSource;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.LogEpochs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies a log and all that an audit of it needs into a folder, or that part of it which an earlier
 * export does not have yet. It is written beside the folder and renamed in the end, so there is a
 * whole export or none. Records are streamed: memory does not grow with them. One instance per
 * export; not thread-safe.
 */
public final class Exporter {

  private final RawTopics topics;
  private final TopicLogSource log;
  private final ExportRequest request;
  private final LongConsumer progress;
  private long copied;

  private Exporter(RawTopics topics, ExportRequest request, LongConsumer progress) {
    this.topics = topics;
    this.log = new TopicLogSource(topics);
    this.request = request;
    this.progress = progress;
  }

  /** At most so many records an export copies; for progress alone. */
  public static long upperBound(RawTopics topics) throws LogUnavailableException {
    long records = 0;
    LogEpochs epochs = new TopicLogSource(topics).log().epochs();
    for (AuditedTopic topic : AuditedTopic.inReadingOrder(epochs)) {
      records += topics.upperBound(topic.name());
    }
    return records;
  }

  /**
   * Exports; blocks until it is done.
   *
   * @param progress hears how many records were copied so far
   */
  public static ExportResult run(RawTopics topics, ExportRequest request, LongConsumer progress) {
    Path target = request.folder().toAbsolutePath();
    if (Files.exists(target)) {
      return new ExportResult.Failed(target + " exists already; name a folder that does not");
    }
    Path draft = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      remove(draft);
      Files.createDirectories(draft);
      Manifest manifest = new Exporter(topics, request, progress).copy(draft);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return new ExportResult.Exported(manifest);
    } catch (LogUnavailableException e) {
      return failed(draft, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(draft, "can't write %s: %s".formatted(draft, e.getMessage()));
    }
  }

  private static ExportResult failed(Path draft, String reason) {
    try {
      remove(draft);
      return new ExportResult.Failed(reason);
    } catch (IOException e) {
      return new ExportResult.Failed(reason + "; and " + draft + " can't be removed: " + e);
    }
  }

  private Manifest copy(Path folder) throws IOException, LogUnavailableException {
    long to = lastPeriod();
    PublishedLog published = log.log();
    if (request.after().isPresent()) {
      SameLog.check(request.after().get(), published, topics, folder);
    }
    PartCut cut = PartCut.of(request.after(), to, published, log);
    List<Manifest.FileEntry> files = new ArrayList<>();
    for (AuditedTopic topic : AuditedTopic.inReadingOrder(published.epochs())) {
      int partitions = topics.partitions(topic.name());
      for (int partition = 0; partition < partitions; partition++) {
        files.add(copy(folder, topic.name(), partition, cut));
      }
    }
    Manifest manifest =
        new Manifest(
            published.identity().origin(),
            request.from(),
            to,
            request.after().map(ExportPart::sha256),
            request.now().toEpochMilli(),
            request.vault(),
            schemas(folder, published.epochs()),
            files);
    Files.writeString(folder.resolve(Manifest.FILE), manifest.toJson());
    return manifest;
  }

  /** Of those that are published, the last one, or the one that was asked for. */
  private long lastPeriod() throws LogUnavailableException {
    OptionalLong last =
        log.anchors().stream()
            .flatMap(anchor -> anchor.content().stream())
            .mapToLong(PublishedAnchor::seq)
            .max();
    if (last.isEmpty()) {
      throw new LogUnavailableException(
          "no period is published yet; export when the first one is closed");
    }
    if (request.from() > last.getAsLong()) {
      throw new LogUnavailableException(
          "no period after %d is published yet; export when the next one is closed"
              .formatted(request.from() - 1));
    }
    long to = request.to().orElse(last.getAsLong());
    if (to > last.getAsLong()) {
      throw new LogUnavailableException(
          "period %d is not published yet, the last one is %d".formatted(to, last.getAsLong()));
    }
    return to;
  }

  private Manifest.FileEntry copy(Path folder, String topic, int partition, PartCut cut)
      throws IOException, LogUnavailableException {
    String name = "topics/%s/%d.records".formatted(topic, partition);
    Files.createDirectories(folder.resolve("topics").resolve(topic));
    RecordFileWriter.Written written =
        RecordCopy.copy(
            topics,
            topic,
            partition,
            cut.firstOffset(topic, partition),
            record -> cut.takes(topic, partition, record),
            folder.resolve(name),
            () -> progress.accept(++copied));
    return Manifest.FileEntry.of(
        topic, partition, name, cut.afterOffset(topic, partition), written);
  }

  private List<Manifest.SchemaEntry> schemas(Path folder, LogEpochs epochs) throws IOException {
    Files.createDirectories(folder.resolve("schemas"));
    List<Manifest.SchemaEntry> schemas = new ArrayList<>();
    for (AuditedTopic topic : AuditedTopic.inReadingOrder(epochs)) {
      Optional<Integer> id = schemaId(topic.name(), epochs);
      if (id.isPresent()) {
        String name = "schemas/%s-%d.avsc".formatted(topic.name(), id.get());
        String text = SchemaTexts.canonicalForm(topic.kind());
        Files.writeString(folder.resolve(name), text);
        String fingerprint = Sha256.hash(text.getBytes(StandardCharsets.UTF_8)).toString();
        schemas.add(new Manifest.SchemaEntry(topic.name(), id.get(), name, fingerprint));
      }
    }
    return schemas;
  }

  /** The registry's, as it was told; the topic of a later epoch has the one that its rules name. */
  private Optional<Integer> schemaId(String topic, LogEpochs epochs) {
    return Optional.ofNullable(request.schemaIds().get(topic))
        .or(() ->
            epochs
                .ofTopic(topic)
                .filter(epoch -> epoch.firstPeriod() > 0 && epoch.rules().schemas().size() == 1)
                .map(epoch -> Math.toIntExact(epoch.rules().schemas().getFirst().id())));
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
