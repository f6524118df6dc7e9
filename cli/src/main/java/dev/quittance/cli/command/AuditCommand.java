package dev.quittance.cli.command;

import dev.quittance.auditor.Audit;
import dev.quittance.auditor.AuditOptions;
import dev.quittance.auditor.AuditReport;
import dev.quittance.auditor.Progress;
import dev.quittance.auditor.chain.RpcAnchorChain;
import dev.quittance.auditor.source.KafkaLogSource;
import dev.quittance.cli.Console;
import dev.quittance.platform.config.Settings;
import dev.quittance.receipts.bundle.Trust;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Audits a whole log. */
@Command(
    name = "audit",
    description = {
      "Audit the log: recompute every period from its records and compare with the chain.",
      "",
      "Reads the topics and the chain alone and trusts no stage. Levels: L0 signatures, L1 roots,"
          + " L2 the chain, L3 the order of the anchors and their checkpoints, L4 everything"
          + " recomputed, settlement rows included.",
      "",
      "The exit code is 0 when all of it holds, 1 when a check fails, 3 when nothing fails but"
          + " something could not be checked."
    })
public final class AuditCommand implements Callable<Integer> {
  @Mixin private final SettingsOption config = new SettingsOption();
  @Mixin private final TrustOption trust = new TrustOption();
  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException {
    Optional<Trust> trusted = trust.read();
    Settings settings = config.load();
    Brokers.requireReachable(settings);
    Console console = Console.standard();
    AuditOptions options = AuditOptions.at(Instant.now());
    AuditReport report =
        Audit.run(
            new KafkaLogSource(settings.kafka().client()),
            new RpcAnchorChain(settings.chain().rpc()),
            trusted.map(options::trusting).orElse(options),
            progress -> console.draw(List.of(line(progress))));
    console.lines(List.of());
    results.text(results.isJson() ? report.toJson() + "\n" : report.toText());
    return report.exitCode();
  }

  private static String line(Progress progress) {
    return String.format(
        Locale.ROOT,
        "  %,d of at most %,d records, %,.0f a second, %d s to go",
        progress.records(),
        progress.upperBound(),
        progress.recordsPerSecond(),
        progress.timeLeft().toSeconds());
  }
}
