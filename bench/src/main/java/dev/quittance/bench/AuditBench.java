package dev.quittance.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.quittance.auditor.Audit;
import dev.quittance.auditor.AuditOptions;
import dev.quittance.auditor.AuditReport;
import dev.quittance.auditor.Level;
import dev.quittance.auditor.Progress;
import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.export.ExportLogSource;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures how fast a log is audited, beside the bare recovery of signers that it consists of for
 * the most part, in one run. Rates are per second of processor time, so that other load on the
 * machine does not count. Not thread-safe.
 */
public final class AuditBench {
  private static final int PERIODS = 20;
  private static final int SIGNATURES = 2_000;
  private static final int ROUNDS = 15;
  private static final int WARM_UP_PART = 4;
  private static final double NANOS = 1e9;

  private AuditBench() {}

  /**
   * What came of it.
   *
   * @param receipts how many were audited
   * @param auditSeconds how long it took
   * @param auditCpuSeconds of processor time, all threads, the compiler's included
   * @param recoversPerCpuSecond of the library alone
   * @param report what the audit found
   */
  public record Result(
      Machine machine,
      long receipts,
      double auditSeconds,
      double auditCpuSeconds,
      double recoversPerCpuSecond,
      AuditReport report) {

    /** Receipts per second of processor time: what one core does. */
    public double receiptsPerCpuSecond() {
      return receipts / auditCpuSeconds;
    }

    /** What part of the library's own rate the audit has. */
    public double ratio() {
      return receiptsPerCpuSecond() / recoversPerCpuSecond;
    }
  }

  /** Writes a log of so many receipts into a folder that does not exist yet. */
  public static void write(Path folder, long receipts, long seed) throws IOException {
    SyntheticLog.write(folder, receipts, PERIODS, seed);
  }

  /**
   * Writes a log and audits it.
   *
   * @param folder for the log; must not exist yet
   * @param progress hears what is being done
   */
  public static Result run(Path folder, long receipts, int threads, Consumer<String> progress)
      throws IOException {
    progress.accept("signing %,d receipts".formatted(receipts));
    write(folder, receipts, 1);
    progress.accept("warming up");
    Path smaller = folder.resolveSibling("warm-up");
    write(smaller, Math.max(1, receipts / WARM_UP_PART), 2);
    audit(smaller, threads, Progress.Listener.silent());
    progress.accept("recovering signers");
    double before = recoversPerCpuSecond();
    progress.accept("auditing");
    long wall = System.nanoTime();
    long cpu = cpuNanos();
    AuditReport report = audit(folder, threads, Progress.Listener.silent());
    double cpuSeconds = (cpuNanos() - cpu) / NANOS;
    double seconds = (System.nanoTime() - wall) / NANOS;
    double after = recoversPerCpuSecond();
    return new Result(
        Machine.here(), report.receipts(), seconds, cpuSeconds, (before + after) / 2, report);
  }

  /** Audits what {@link #write} wrote, without a chain and without the line, which is not there. */
  public static AuditReport audit(Path folder, int threads, Progress.Listener listener) {
    return audit(folder, AuditOptions.at(Instant.now()).on(threads).upTo(Level.L4), listener);
  }

  /** The same with options. */
  public static AuditReport audit(Path folder, AuditOptions options, Progress.Listener listener) {
    return switch (ExportLogSource.open(folder)) {
      case ExportLogSource.Opened(ExportLogSource source) ->
          Audit.run(source, AnchorChain.none(), options, listener);
      case ExportLogSource.Refused(String reason) -> throw new IllegalStateException(reason);
    };
  }

  private static long cpuNanos() {
    return Objects.requireNonNull(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class))
        .getProcessCpuTime();
  }

  private static double recoversPerCpuSecond() {
    Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
    Random random = new Random(2);
    SigningKey key = signatures.key(bytes32(random));
    List<Bytes32> digests = new ArrayList<>();
    List<EcdsaSignature> signed = new ArrayList<>();
    for (int i = 0; i < SIGNATURES; i++) {
      digests.add(bytes32(random));
      signed.add(signatures.sign(digests.get(i), key));
    }
    long begun = 0;
    for (int round = 0; round <= ROUNDS; round++) {
      // The first round warms up.
      begun = round == 1 ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() : begun;
      for (int i = 0; i < SIGNATURES; i++) {
        if (signatures.recover(digests.get(i), signed.get(i)).isEmpty()) {
          throw new IllegalStateException("a good signature is not recovered");
        }
      }
    }
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
    return (double) SIGNATURES * ROUNDS / (nanos / NANOS);
  }

  private static Bytes32 bytes32(Random random) {
    byte[] bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return Bytes32.wrap(bytes);
  }
}
