package dev.quittance.auditor;

import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.LogIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Replays all partitions, as many at a time as there are threads: they don't depend on another. */
final class LaneReplays {

  private final LogIdentity log;
  private final Secp256k1Signatures signatures;
  private final ProgressMeter meter;

  LaneReplays(LogIdentity log, Secp256k1Signatures signatures, ProgressMeter meter) {
    this.log = log;
    this.signatures = signatures;
    this.meter = meter;
  }

  List<LaneReplay.Replayed> run(LogSource.Receipts receipts, int threads)
      throws LogUnavailableException, InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("audit-", 0).factory());
    try {
      List<Future<LaneReplay.Replayed>> running = new ArrayList<>();
      for (int partition = 0; partition < log.partitionCount(); partition++) {
        int lane = partition;
        running.add(pool.submit(() -> replay(receipts, lane)));
      }
      List<LaneReplay.Replayed> replayed = new ArrayList<>();
      for (Future<LaneReplay.Replayed> lane : running) {
        replayed.add(lane.get());
      }
      return replayed;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogUnavailableException unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException("a partition cannot be replayed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private LaneReplay.Replayed replay(LogSource.Receipts receipts, int partition)
      throws LogUnavailableException {
    LaneReplay lane = new LaneReplay(log, partition, signatures);
    receipts.read(
        partition,
        record -> {
          lane.append(record);
          meter.count();
        });
    return lane.replayed();
  }
}
