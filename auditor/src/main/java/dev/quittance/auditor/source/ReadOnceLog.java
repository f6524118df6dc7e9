package dev.quittance.auditor.source;

import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.SettlementRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Another source, each part of which is read when it is first asked for and kept in memory: for
 * looking at a small log several times. One moment of the log is seen by all who share it.
 */
public final class ReadOnceLog implements LogSource {
  private final LogSource source;
  private @Nullable PublishedLog log;
  private @Nullable List<Published<PublishedAnchor>> anchors;
  private @Nullable List<Published<PublishedHead>> heads;
  private @Nullable List<Published<SettlementRow>> settlementRows;
  private final Map<String, Receipts> receipts = new HashMap<>();

  /** Reads from another source, when asked. */
  public ReadOnceLog(LogSource source) {
    this.source = source;
  }

  @Override
  public synchronized PublishedLog log() throws LogUnavailableException {
    PublishedLog read = log == null ? source.log() : log;
    log = read;
    return read;
  }

  @Override
  public synchronized List<Published<PublishedAnchor>> anchors() throws LogUnavailableException {
    List<Published<PublishedAnchor>> read = anchors == null ? source.anchors() : anchors;
    anchors = read;
    return read;
  }

  @Override
  public synchronized List<Published<PublishedHead>> heads() throws LogUnavailableException {
    List<Published<PublishedHead>> read = heads == null ? source.heads() : heads;
    heads = read;
    return read;
  }

  @Override
  public synchronized List<Published<SettlementRow>> settlementRows()
      throws LogUnavailableException {
    List<Published<SettlementRow>> read =
        settlementRows == null ? source.settlementRows() : settlementRows;
    settlementRows = read;
    return read;
  }

  @Override
  public synchronized Receipts receipts(LogEpoch epoch) throws LogUnavailableException {
    Receipts known = receipts.get(epoch.topic());
    Receipts read = known == null ? Kept.of(epoch.topic(), source.receipts(epoch)) : known;
    receipts.put(epoch.topic(), read);
    return read;
  }

  @Override
  public Optional<LineSource> line() throws LogUnavailableException {
    return source.line();
  }

  @Override
  public List<Published<PublishedRowsEnd>> rowsEnds() throws LogUnavailableException {
    return source.rowsEnds();
  }

  @Override
  public Cursor<Published<PublishedInterimHead>> interimHeads(Position from)
      throws LogUnavailableException {
    return source.interimHeads(from);
  }

  @Override
  public String version() {
    return source.version();
  }

  @Override
  public long untilMs() {
    return source.untilMs();
  }

  @Override
  public long periodsAtMost() {
    return source.periodsAtMost();
  }

  @Override
  public List<SourceProblem> problems() {
    return source.problems();
  }

  private record KeptRecord(LogRecord decode) implements Undecoded {
    @Override
    public long offset() {
      return decode.offset();
    }
  }

  private record Kept(List<List<LogRecord>> records, long upperBound) implements Receipts {
    static Kept of(String topic, Receipts source) throws LogUnavailableException {
      List<Future<List<LogRecord>>> reading = new ArrayList<>();
      List<List<LogRecord>> records = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int partition = 0; partition < source.partitions(); partition++) {
          int lane = partition;
          reading.add(
              threads.submit(() -> {
                List<LogRecord> read = new ArrayList<>();
                source.read(lane, read::add);
                return read;
              }));
        }
        for (Future<List<LogRecord>> lane : reading) {
          records.add(lane.get());
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof LogUnavailableException unavailable
            ? unavailable
            : new LogUnavailableException(
                "the topic %s can't be read: %s".formatted(topic, e.getCause()), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LogUnavailableException("interrupted while reading the topic " + topic, e);
      }
      return new Kept(records, source.upperBound());
    }

    @Override
    public int partitions() {
      return records.size();
    }

    @Override
    public Cursor<Undecoded> open(int partition, Position from) {
      Iterator<LogRecord> left = records.get(partition).stream().skip(from.records()).iterator();
      return new Cursor<>() {
        @Override
        public @Nullable Undecoded next() {
          return left.hasNext() ? new KeptRecord(left.next()) : null;
        }

        @Override
        public void close() {
          // Nothing is held open.
        }
      };
    }
  }
}
