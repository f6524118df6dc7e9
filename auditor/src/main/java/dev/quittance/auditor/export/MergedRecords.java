package dev.quittance.auditor.export;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.RawRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A partition's records out of several files, by their offsets: a part may have records that come
 * before the last ones of the part before it. Used by one thread at a time.
 */
final class MergedRecords implements Cursor<RawRecord> {

  /** A file and the record of it that is next. */
  private record Head(Path file, RecordFileReader reader, RawRecord next) {
    long offset() {
      return next.offset();
    }
  }

  private final List<RecordFileReader> readers = new ArrayList<>();
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparingLong(Head::offset));

  private MergedRecords() {}

  /** Opens the files, each of which holds records of the same partition. */
  static MergedRecords open(List<Path> files, String topic, int partition)
      throws LogUnavailableException {
    MergedRecords merged = new MergedRecords();
    try {
      for (Path file : files) {
        RecordFileReader reader = RecordFileReader.open(file, topic, partition);
        merged.readers.add(reader);
        merged.advance(file, reader);
      }
      return merged;
    } catch (LogUnavailableException | RuntimeException e) {
      merged.close();
      throw e;
    }
  }

  private void advance(Path file, RecordFileReader reader) throws LogUnavailableException {
    RawRecord next = reader.next();
    if (next != null) {
      heads.add(new Head(file, reader, next));
    }
  }

  @Override
  public @Nullable RawRecord next() throws LogUnavailableException {
    Head least = heads.poll();
    if (least == null) {
      return null;
    }
    Head other = heads.peek();
    if (other != null && other.offset() == least.offset()) {
      throw new LogUnavailableException(
          "%s and %s both have a record at offset %d; a record stands in one part only: export again"
              .formatted(least.file, other.file, least.offset()));
    }
    advance(least.file, least.reader);
    return least.next;
  }

  /** Passes by some records. */
  void skip(long count) throws LogUnavailableException {
    for (long left = count; left > 0 && next() != null; left--) {
      // Nothing is done with it.
    }
  }

  @Override
  public void close() {
    readers.forEach(RecordFileReader::close);
  }
}
