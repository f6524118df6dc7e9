package dev.quittance.auditor;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AgentKeys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Replays all partitions. Records are decoded and signers recovered by all cores, some records at a
 * time, whichever partition they are of; each partition's log is then appended to in order.
 */
final class LaneReplays {
  private static final int BATCH = 256;
  private static final int BATCHES_AHEAD = 4;

  private final LogSource source;
  private final PublishedLog log;
  private final Secp256k1Signatures signatures;
  private final AgentKeys keys;
  private final ProgressMeter meter;
  private final AuditState state;

  LaneReplays(
      LogSource source,
      PublishedLog log,
      Secp256k1Signatures signatures,
      AgentKeys keys,
      ProgressMeter meter,
      AuditState state) {
    this.source = source;
    this.keys = keys;
    this.log = log;
    this.signatures = signatures;
    this.meter = meter;
    this.state = state;
  }

  /**
   * @param receipts of each epoch
   */
  List<LaneReplay.Replayed> run(List<LogSource.Receipts> receipts, Workers workers)
      throws LogUnavailableException, InterruptedException {
    return workers.forEachLane(
        log.identity().partitionCount(), partition -> replay(receipts, partition, workers));
  }

  private LaneReplay.Replayed replay(
      List<LogSource.Receipts> receipts, int partition, Workers workers)
      throws LogUnavailableException, InterruptedException {
    Optional<byte[]> snapshot = state.lane(partition);
    LaneReplay lane =
        snapshot
            .map(bytes -> LaneReplay.resumed(log, partition, signatures, keys, bytes))
            .orElseGet(() -> new LaneReplay(log, partition, signatures, keys));
    meter.count(lane.records());
    // Opened first: then all that the notes speak of is among the records.
    try (Cursor<Published<PublishedInterimHead>> notes =
        source.interimHeads(lane.interimPosition())) {
      do {
        try (Cursor<LogSource.Undecoded> records =
            receipts.get(lane.epoch()).open(partition, lane.position())) {
          replay(records, notes, lane, partition, workers);
        }
      } while (lane.beginNext(source.periodsAtMost()));
      return lane.finish(source.periodsAtMost(), notes);
    } finally {
      state.putLane(partition, lane::snapshot);
    }
  }

  private void replay(
      Cursor<LogSource.Undecoded> records,
      Cursor<Published<PublishedInterimHead>> notes,
      LaneReplay lane,
      int partition,
      Workers workers)
      throws LogUnavailableException, InterruptedException {
    Deque<Future<List<RecoveredRecord>>> ahead = new ArrayDeque<>();
    boolean isAtEnd = false;
    while (!isAtEnd || !ahead.isEmpty()) {
      if (!isAtEnd && ahead.size() < BATCHES_AHEAD) {
        List<LogSource.Undecoded> batch = batch(records);
        isAtEnd = batch.size() < BATCH;
        ahead.add(workers.submit(() -> recover(batch)));
      } else {
        List<RecoveredRecord> recovered = get(ahead.removeFirst());
        for (RecoveredRecord record : recovered) {
          lane.append(record, notes);
        }
        meter.count(recovered.size());
        state.offerLane(partition, lane::snapshot);
      }
    }
  }

  private static List<LogSource.Undecoded> batch(Cursor<LogSource.Undecoded> records)
      throws LogUnavailableException, InterruptedException {
    List<LogSource.Undecoded> batch = new ArrayList<>(BATCH);
    while (batch.size() < BATCH) {
      LogSource.Undecoded next = records.next();
      if (next == null) {
        break;
      }
      batch.add(next);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted between two records");
    }
    return batch;
  }

  private List<RecoveredRecord> recover(List<LogSource.Undecoded> batch) {
    List<RecoveredRecord> recovered = new ArrayList<>(batch.size());
    for (LogSource.Undecoded record : batch) {
      recovered.add(RecoveredRecord.of(record, log.identity().domain(), signatures));
    }
    return recovered;
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a record cannot be looked at", e.getCause());
    }
  }
}
