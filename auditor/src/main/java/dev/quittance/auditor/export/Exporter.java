package dev.quittance.auditor.export;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.RawTopics;
import dev.quittance.auditor.source.SchemaTexts;
import dev.quittance.auditor.source.TopicLogSource;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.schemas.Topic;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies a log and all that an audit of it needs into a folder. It is written beside the folder and
 * renamed in the end, so there is a whole export or none. Records are streamed: memory does not
 * grow with them. One instance per export; not thread-safe.
 */
public final class Exporter {

  /** The headers that say something about a record's meaning; a trace does not. */
  private static final Set<String> HEADERS = Set.of("quittance.outcome", "quittance.redriven");

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
    for (Topic<?> topic : AuditedTopics.IN_READING_ORDER) {
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
    List<Published<PublishedAnchor>> anchors = log.anchors();
    OptionalLong last =
        anchors.stream()
            .flatMap(anchor -> anchor.content().stream())
            .mapToLong(PublishedAnchor::seq)
            .max();
    if (last.isEmpty() || request.to().orElse(0) > last.getAsLong()) {
      throw new LogUnavailableException(
          last.isEmpty()
              ? "no period is published yet; export when the first one is closed"
              : "period %d is not published yet, the last one is %d"
                  .formatted(request.to().getAsLong(), last.getAsLong()));
    }
    long to = request.to().orElse(last.getAsLong());
    PeriodCut cut = PeriodCut.after(to, log);
    List<Manifest.FileEntry> files = new ArrayList<>();
    for (Topic<?> topic : AuditedTopics.IN_READING_ORDER) {
      int partitions = topics.partitions(topic.name());
      for (int partition = 0; partition < partitions; partition++) {
        files.add(copy(folder, topic.name(), partition, cut));
      }
    }
    Manifest manifest =
        new Manifest(
            log.log().identity().origin(),
            0,
            to,
            request.now().toEpochMilli(),
            request.vault(),
            schemas(folder),
            files);
    Files.writeString(folder.resolve(Manifest.FILE), manifest.toJson());
    return manifest;
  }

  private Manifest.FileEntry copy(Path folder, String topic, int partition, PeriodCut cut)
      throws IOException, LogUnavailableException {
    String name = "topics/%s/%d.records".formatted(topic, partition);
    Path file = folder.resolve(name);
    Files.createDirectories(folder.resolve("topics").resolve(topic));
    try (RecordFileWriter writer = new RecordFileWriter(file, topic, partition);
        Cursor<RawRecord> records = topics.open(topic, partition, Position.START)) {
      for (RawRecord next = records.next(); next != null; next = records.next()) {
        if (cut.takes(topic, partition, next)) {
          writer.write(withFewerHeaders(next));
        }
        progress.accept(++copied);
      }
      return entry(topic, partition, name, writer.finish());
    }
  }

  private static RawRecord withFewerHeaders(RawRecord record) {
    List<RawRecord.Header> headers =
        record.headers().stream().filter(header -> HEADERS.contains(header.name())).toList();
    return new RawRecord(
        record.offset(), record.appendTime(), record.key(), record.value(), headers);
  }

  static Manifest.FileEntry entry(
      String topic, int partition, String name, RecordFileWriter.Written written) {
    return new Manifest.FileEntry(
        topic,
        partition,
        name,
        written.records(),
        written.firstOffset(),
        written.lastOffset(),
        written.bytes(),
        written.sha256().toString());
  }

  private List<Manifest.SchemaEntry> schemas(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("schemas"));
    List<Manifest.SchemaEntry> schemas = new ArrayList<>();
    for (Topic<?> topic : AuditedTopics.IN_READING_ORDER) {
      Integer id = request.schemaIds().get(topic.name());
      if (id != null) {
        String name = "schemas/%s-%d.avsc".formatted(topic.name(), id);
        String text = SchemaTexts.canonicalForm(topic);
        Files.writeString(folder.resolve(name), text);
        String fingerprint = Sha256.hash(text.getBytes(StandardCharsets.UTF_8)).toString();
        schemas.add(new Manifest.SchemaEntry(topic.name(), id, name, fingerprint));
      }
    }
    return schemas;
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
