package dev.quittance.bench;

import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.log.InMemoryPartitionStore;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.PartitionLog;
import dev.quittance.receipts.log.PublishedEntries;
import dev.quittance.receipts.log.SignatureCheck;
import dev.quittance.receipts.merkle.InclusionProof;
import dev.quittance.receipts.merkle.TileWriter;
import dev.quittance.receipts.merkle.TiledTree;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.HdrHistogram.Histogram;

/**
 * Measures on one thread what the log's processor does with receipts, and what its tiles give, as
 * they grow: the pure log, its tiles and files, without a broker. Rates are per second of processor
 * time, delays are those of the clock.
 */
public final class LogBench {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final SignatureCheck BELIEVED = (_, _, _) -> true;
  private static final long PROGRESS = 1_000_000;

  private final LogBenchOptions options;
  private final Path folder;
  private final Consumer<String> progress;
  private final SignedReceipts receipts = new SignedReceipts();

  private LogBench(LogBenchOptions options, Path folder, Consumer<String> progress) {
    this.options = options;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param folder empty; some 125 bytes per leaf are written there and left
   * @param progress told what is done, for people
   */
  public static LogBenchResult run(
      LogBenchOptions options, Path folder, Consumer<String> progress) {
    return new LogBench(options, folder, progress).run();
  }

  private LogBenchResult run() {
    progress.accept("signing " + options.receipts() + " receipts");
    List<LogRecord> signed = new ArrayList<>();
    for (int i = 0; i < options.receipts(); i++) {
      signed.add(receipts.signed(i));
    }
    progress.accept("recovering and appending them, twice");
    recover(signed);
    append(signed, SignatureCheck.always(SIGNATURES));
    double recovers = recover(signed);
    double checked = append(signed, SignatureCheck.always(SIGNATURES));
    double believed = append(signed, BELIEVED);
    signed.clear();
    long small = options.leaves() / LogBenchOptions.SCALE;
    return new LogBenchResult(
        Machine.here(), recovers, checked, believed, List.of(grow(small), grow(options.leaves())));
  }

  private static double recover(List<LogRecord> signed) {
    List<Bytes32> digests =
        signed.stream()
            .map(record -> ReceiptDigest.of(SignedReceipts.LOG.domain(), of(record).receipt()))
            .toList();
    List<EcdsaSignature> signatures =
        signed.stream().map(record -> of(record).signature()).toList();
    long startNs = cpuNs();
    for (int i = 0; i < digests.size(); i++) {
      if (SIGNATURES.recover(digests.get(i), signatures.get(i)).isEmpty()) {
        throw new IllegalStateException("a signature of our own does not recover");
      }
    }
    return perSecond(digests.size(), startNs);
  }

  private static SignedReceipt of(LogRecord record) {
    return ((DecodedReceipt) record.decoded()).wellFormed().orElseThrow();
  }

  private double append(List<LogRecord> records, SignatureCheck check) {
    TileFolder tiles = new TileFolder(folder, tree(0));
    PartitionLog log = log(new InMemoryPartitionStore(), check);
    TileWriter writer = new TileWriter(tiles);
    long startNs = cpuNs();
    for (LogRecord record : records) {
      Appended appended = log.append(record);
      writer.append(appended.index(), appended.entry().encode()).forEach(tiles::write);
    }
    return perSecond(records.size(), startNs);
  }

  private static PartitionLog log(InMemoryPartitionStore store, SignatureCheck check) {
    return new PartitionLog(SignedReceipts.LOG, 0, store, SIGNATURES, check);
  }

  private static EntryTree tree(long period) {
    return new EntryTree(SignedReceipts.LOG.topicId(), 0, period);
  }

  private LogBenchResult.Tree grow(long leaves) {
    progress.accept("growing a tree of " + leaves + " leaves");
    TileFolder tiles = new TileFolder(folder, tree(leaves));
    InMemoryPartitionStore store = new InMemoryPartitionStore();
    PartitionLog log = log(store, BELIEVED);
    TileWriter writer = new TileWriter(tiles);
    EcdsaSignature borrowed = of(receipts.signed(0)).signature();
    long startNs = cpuNs();
    for (long index = 0; index < leaves; index++) {
      Appended appended = log.append(receipts.unsigned(index, borrowed));
      writer.append(index, appended.entry().encode()).forEach(tiles::write);
      if (index > 0 && index % PROGRESS == 0) {
        progress.accept("  " + index);
      }
    }
    double rate = perSecond(leaves, startNs);
    long heap = usedHeap();
    Bytes32 root = store.state().orElseThrow().entries().root();
    writer.finish(leaves).forEach(tiles::write);
    return new LogBenchResult.Tree(
        leaves,
        heap,
        rate,
        measure(leaves, index -> find(tiles, leaves, index)),
        measure(leaves, prove(tiles, leaves, root)));
  }

  private static LongPredicate prove(TileFolder tiles, long leaves, Bytes32 root) {
    return index -> {
      PublishedEntries.Found found = new PublishedEntries(leaves, tiles).at(index).orElseThrow();
      InclusionProof proof = new TiledTree(leaves, tiles).inclusionProof(found.index());
      return proof.verify(found.entry().leafHash(), root);
    };
  }

  private static boolean find(TileFolder tiles, long leaves, long index) {
    return new PublishedEntries(leaves, tiles).at(index).isPresent();
  }

  /** Of random leaves, after as many that are not measured. */
  private Latency.Percentiles measure(long leaves, LongPredicate work) {
    Random random = new Random(leaves);
    Histogram micros = new Histogram(3);
    for (int i = 0; i < 2 * options.proofs(); i++) {
      long index = random.nextLong(leaves);
      long startNs = System.nanoTime();
      if (!work.test(index)) {
        throw new IllegalStateException("leaf " + index + " of " + leaves + " is not proven");
      }
      if (i >= options.proofs()) {
        micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNs));
      }
    }
    return Latency.Percentiles.ofMicros(micros);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Per second of this thread's processor time, so that what else runs takes nothing off. */
  private static double perSecond(long count, long startNs) {
    return count * 1e9 / (cpuNs() - startNs);
  }

  private static long cpuNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
