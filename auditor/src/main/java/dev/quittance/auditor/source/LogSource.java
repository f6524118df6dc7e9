package dev.quittance.auditor.source;

import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.SettlementRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a log is audited: a running cluster, or a copy of its records.
 *
 * <p>Every reading ends at what was committed when it began. What is derived is to be read before
 * what it is derived from; then all that an earlier reading speaks of is in the later ones.
 *
 * <p>All methods block and throw {@link LogUnavailableException} when the log cannot be read.
 */
public interface LogSource {

  /** What the log says about itself, in all of its epochs. */
  PublishedLog log() throws LogUnavailableException;

  /** The records of {@code anchors}. */
  List<Published<PublishedAnchor>> anchors() throws LogUnavailableException;

  /** The records of {@code log-heads}. */
  List<Published<PublishedHead>> heads() throws LogUnavailableException;

  /** The rows among the records of {@code settlement-rows}. */
  List<Published<SettlementRow>> settlementRows() throws LogUnavailableException;

  /** The ends of rows among the records of {@code settlement-rows}, in their order. */
  default List<Published<PublishedRowsEnd>> rowsEnds() throws LogUnavailableException {
    return List.of();
  }

  /** Reads {@code log-interim-heads}, in its order, from a position on. */
  default Cursor<Published<PublishedInterimHead>> interimHeads(Position from)
      throws LogUnavailableException {
    return Cursor.empty();
  }

  /** The records of an epoch's topic, up to one moment in all partitions. */
  Receipts receipts(LogEpoch epoch) throws LogUnavailableException;

  /** What the receipts were made of; empty where the source is of the log alone. */
  default Optional<LineSource> line() throws LogUnavailableException {
    return Optional.empty();
  }

  /** Names a copy by its content; empty for a log that goes on. */
  default String version() {
    return "";
  }

  /** So many periods it has at most; a copy may end before the log does. */
  default long periodsAtMost() {
    return Long.MAX_VALUE;
  }

  /**
   * Until when a copy has all records of the line, unix milliseconds; {@link Long#MAX_VALUE} for a
   * log that goes on.
   */
  default long untilMs() {
    return Long.MAX_VALUE;
  }

  /** What is wrong with the source itself. */
  default List<SourceProblem> problems() {
    return List.of();
  }

  /** The records of an epoch's topic. Thread-safe: partitions may be read at the same time. */
  interface Receipts {

    /** How many partitions the topic has. */
    int partitions();

    /** At most so many records there are; for progress alone. */
    long upperBound();

    /** Reads a partition's records, in their order, from a position on. */
    Cursor<Undecoded> open(int partition, Position from) throws LogUnavailableException;

    /** Gives a partition's records, in their order. */
    default void read(int partition, Consumer<LogRecord> reader) throws LogUnavailableException {
      try (Cursor<Undecoded> records = open(partition, Position.START)) {
        for (Undecoded next = records.next(); next != null; next = records.next()) {
          reader.accept(next.decode());
        }
      }
    }
  }

  /** A record of the log before the work of decoding it, which any thread may do. */
  interface Undecoded {

    /** Where it stands. */
    long offset();

    /** Decodes it; the same each time. */
    LogRecord decode();
  }
}
