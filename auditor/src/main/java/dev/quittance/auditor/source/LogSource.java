package dev.quittance.auditor.source;

import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.SettlementRow;
import java.util.List;
import java.util.function.Consumer;

/**
 * A log to be audited: a running cluster, or a copy of its records.
 *
 * <p>Every reading ends at what was committed when it began. What is derived is to be read before
 * what it is derived from; then all that an earlier reading speaks of is in the later ones.
 *
 * <p>All methods block and throw {@link LogUnavailableException} when the log cannot be read.
 */
public interface LogSource {

  /** What the log says about itself: the newest rules. */
  PublishedLog log() throws LogUnavailableException;

  /** The records of {@code anchors}. */
  List<Published<PublishedAnchor>> anchors() throws LogUnavailableException;

  /** The records of {@code log-heads}. */
  List<Published<PublishedHead>> heads() throws LogUnavailableException;

  /** The rows among the records of {@code settlement-rows}. */
  List<Published<SettlementRow>> settlementRows() throws LogUnavailableException;

  /** The records of {@code receipts}, up to one moment in all partitions. */
  Receipts receipts() throws LogUnavailableException;

  /** The records of {@code receipts}. Thread-safe: partitions may be read at the same time. */
  interface Receipts {

    /** How many partitions the topic has. */
    int partitions();

    /** At most so many records there are; for progress alone. */
    long upperBound();

    /** Gives a partition's records, in their order. */
    void read(int partition, Consumer<LogRecord> reader) throws LogUnavailableException;
  }
}
