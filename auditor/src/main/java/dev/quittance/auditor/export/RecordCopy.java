package dev.quittance.auditor.export;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.RawTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Copies records of a partition into a file. Stateless. */
final class RecordCopy {

  /** The headers that say something about a record's meaning; a trace does not. */
  private static final Set<String> HEADERS = Set.of("quittance.outcome", "quittance.redriven");

  private RecordCopy() {}

  /**
   * Copies the records at an offset and after it that are wanted.
   *
   * @param onRead hears of each record that was read
   */
  static RecordFileWriter.Written copy(
      RawTopics topics,
      String topic,
      int partition,
      long firstOffset,
      Predicate<RawRecord> wanted,
      Path file,
      Runnable onRead)
      throws IOException, LogUnavailableException {
    try (RecordFileWriter writer = new RecordFileWriter(file, topic, partition);
        Cursor<RawRecord> records = topics.openAt(topic, partition, firstOffset)) {
      for (RawRecord next = records.next(); next != null; next = records.next()) {
        if (wanted.test(next)) {
          writer.write(withFewerHeaders(next));
        }
        onRead.run();
      }
      return writer.finish();
    }
  }

  private static RawRecord withFewerHeaders(RawRecord record) {
    List<RawRecord.Header> headers =
        record.headers().stream().filter(header -> HEADERS.contains(header.name())).toList();
    return new RawRecord(
        record.offset(), record.appendTime(), record.key(), record.value(), headers);
  }
}
