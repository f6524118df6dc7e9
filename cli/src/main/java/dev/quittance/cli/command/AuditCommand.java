package dev.quittance.cli.command;

import dev.quittance.auditor.Audit;
import dev.quittance.auditor.AuditOptions;
import dev.quittance.auditor.AuditReport;
import dev.quittance.auditor.Level;
import dev.quittance.auditor.Progress;
import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.RpcAnchorChain;
import dev.quittance.auditor.export.ExportLogSource;
import dev.quittance.auditor.source.KafkaLogSource;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.StopSignal;
import dev.quittance.contracts.Deployment;
import dev.quittance.platform.config.Settings;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Audits a whole log. */
@Command(
    name = "audit",
    description = {
      "Audit the log: recompute everything from its records and compare with the chain.",
      "",
      "Reads the topics, or an export of them, and the chain alone and trusts no stage. Levels: L0"
          + " signatures, L1 roots, L2 the chain, L3 the order of the anchors and their checkpoints,"
          + " L4 every period recomputed, L5 every order: plans recomputed, executions and receipts"
          + " one to one, settlements, payouts. docs/audit-findings.md says what each finding means.",
      "",
      "An audit that is interrupted can be gone on with (--resume).",
      "",
      "The exit code is 0 when all of it holds, 1 when a check fails, 3 when nothing fails but"
          + " something could not be checked, or no trust file says whose log, contract and vault"
          + " they must be."
    })
public final class AuditCommand implements Callable<Integer> {
  @Mixin private final SettingsOption config = new SettingsOption();
  @Mixin private final TrustOption trust = new TrustOption();
  @Mixin private final Results results = new Results();

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "Audit an export, written by 'quittance export', instead of a cluster. Of an export in"
              + " parts ('quittance export --after'), name each, in any order.")
  private List<Path> exports = List.of();

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description =
          "JSON-RPC of the chain. Default: that of the settings; none with --export, so that what"
              + " only the chain can tell is inconclusive.")
  private @Nullable String rpc;

  @Option(
      names = "--vault",
      paramLabel = "ADDRESS",
      description = "The PayoutVault that must pay vendors, where the trust file does not name it.")
  private @Nullable String vault;

  @Option(
      names = "--resume",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FILE",
      description =
          "Go on with an audit that was interrupted, from where FILE says. Without FILE: from the"
              + " place where an audit keeps it by itself.")
  private @Nullable String resume;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      description =
          "How long a period may take to the chain, and an order from one stage to the next, such"
              + " as PT30S. Default: PT10M.")
  private Duration grace = AuditOptions.DEFAULT_GRACE;

  @Option(
      names = "--up-to",
      paramLabel = "LEVEL",
      defaultValue = "L5",
      description = "The last level to audit. Default: ${DEFAULT-VALUE}.")
  private Level deepest = Level.L5;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many cores to use. Default: all.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /**
   * What is audited, on what chain, the vault that the operator says pays, and where it is kept how
   * far the audit is.
   */
  private record Subject(
      LogSource source, AnchorChain chain, Optional<Address> vault, Path state) {}

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "--threads is " + threads, "Give a number of at least 1.");
    }
    Optional<Trust> trusted = trust.read();
    Subject subject = exports.isEmpty() ? cluster() : exported(exports);
    AuditOptions options = options(subject, trusted);
    Console console = Console.standard();
    try (StopSignal stop = StopSignal.installInterrupting()) {
      ProgressLine line = new ProgressLine(console);
      AuditReport report = Audit.run(subject.source, subject.chain, options, line::draw);
      console.lines(List.of());
      if (stop.isAsked()) {
        results.tell("interrupted; go on with the same command and --resume " + subject.state);
        return ExitCode.INCONCLUSIVE;
      }
      results.text(results.isJson() ? report.toJson() + "\n" : report.toText());
      return report.exitCode();
    }
  }

  private AuditOptions options(Subject subject, Optional<Trust> trusted) {
    AuditOptions options =
        AuditOptions.at(Instant.now())
            .within(grace)
            .on(threads)
            .upTo(deepest)
            .keeping(new AuditOptions.Keeping(subject.state, resume != null));
    AuditOptions said = subject.vault.map(options::saidToBePaidBy).orElse(options);
    AuditOptions named = named(trusted).map(said::paidBy).orElse(said);
    return trusted.map(named::trusting).orElse(named);
  }

  /** The vault that the option names. */
  private Optional<Address> named(Optional<Trust> trusted) {
    if (vault == null) {
      return Optional.empty();
    }
    Address address;
    try {
      address = Address.fromHex(vault.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new CommandFailure(
          ExitCode.USAGE, "--vault is no address: " + vault, "Give 0x and 40 hex digits.");
    }
    trusted
        .flatMap(Trust::vault)
        .filter(other -> !other.equals(address))
        .ifPresent(other -> {
          throw new CommandFailure(
              ExitCode.USAGE,
              "--vault is %s, the trust file names %s".formatted(address, other),
              "Leave --vault out, or ask the operator which one it is.");
        });
    return Optional.of(address);
  }

  private Subject cluster() throws IOException {
    Settings settings = config.load();
    Brokers.requireReachable(settings);
    Files.createDirectories(settings.data());
    return new Subject(
        new KafkaLogSource(settings.kafka().client()),
        new RpcAnchorChain(rpc == null ? settings.chain().rpc() : rpc),
        Deployments.find(settings).map(Deployment::vault).map(Address::fromHex),
        state(settings.data().resolve("audit.state")));
  }

  private Subject exported(List<Path> folders) {
    return switch (ExportLogSource.open(folders)) {
      case ExportLogSource.Refused(String reason) ->
          throw new CommandFailure(
              ExitCode.USAGE,
              reason,
              "Name a folder that 'quittance export' has written, and of an export in parts all.");
      case ExportLogSource.Opened(ExportLogSource source) ->
          new Subject(
              source,
              rpc == null ? AnchorChain.none() : new RpcAnchorChain(rpc),
              rpc == null
                  ? Optional.empty()
                  : source.last().manifest().vault().map(Address::fromHex),
              state(beside(source.last().folder())));
    };
  }

  private static Path beside(Path folder) {
    return folder.toAbsolutePath().resolveSibling(folder.getFileName() + ".audit-state");
  }

  private Path state(Path usual) {
    return resume == null || resume.isEmpty() ? usual : Path.of(resume).toAbsolutePath();
  }

  /** Draws how far a reading is, from its third second on. */
  record ProgressLine(Console console) {
    void draw(Progress progress) {
      if (progress.elapsed().toSeconds() >= 2) {
        console.draw(List.of("  " + progress.toText()));
      }
    }
  }
}
