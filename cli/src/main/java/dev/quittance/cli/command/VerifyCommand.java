package dev.quittance.cli.command;

import dev.quittance.auditor.Outcome;
import dev.quittance.auditor.chain.OnChainReceiptCheck;
import dev.quittance.auditor.chain.RpcAnchorChain;
import dev.quittance.auditor.verify.CheckLine;
import dev.quittance.auditor.verify.Verify;
import dev.quittance.auditor.verify.VerifyReport;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.receipts.bundle.BundleCheck;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies bundles. */
@Command(
    name = "verify",
    description = {
      "Verify receipts: that each bundle proves what it claims.",
      "",
      "Needs no server and no network, unless --rpc is given. Prints a line per check. Without a"
          + " trust file a bundle can only be shown to fit together, which is inconclusive. So is what a chain says"
          + " of a contract that the trust file does not name.",
      "",
      "The exit code is 0 when every bundle holds, 1 when a check fails, 2 when a file is missing"
          + " or the trust file is wrong, 3 when nothing fails but something is not proven."
    })
public final class VerifyCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "BUNDLE", description = "Files that 'prove' wrote.")
  private List<Path> bundles = List.of();

  @Mixin private final TrustOption trust = new TrustOption();

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "Read the anchor from the chain too, through this JSON-RPC endpoint.")
  private @Nullable String rpc;

  @Option(
      names = "--on-chain",
      paramLabel = "ADDRESS",
      description = {
        "Ask this ReceiptVerifier contract too, through --rpc: its verdict is the one that a"
            + " contract which decides a dispute gets."
      })
  private @Nullable String onChain;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException {
    Optional<Trust> trusted = trust.read();
    bundles.forEach(VerifyCommand::requireFile);
    Verify verify = verify();
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (Path bundle : bundles) {
      VerifyReport report = verify(verify, bundle, trusted);
      outcomes.add(report.outcome());
      results.text(results.isJson() ? report.toJson() + "\n" : report.toText());
    }
    return exitCode(outcomes);
  }

  private Verify verify() {
    if (rpc == null) {
      if (onChain != null) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--on-chain asks a contract, but no endpoint is given",
            "Name a JSON-RPC endpoint with --rpc.");
      }
      return Verify.offline();
    }
    Verify verify = Verify.with(new RpcAnchorChain(rpc));
    return onChain == null
        ? verify
        : verify.asking(new OnChainReceiptCheck(rpc, verifierAddress(onChain)));
  }

  private static Address verifierAddress(String text) {
    try {
      return Address.fromHex(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--on-chain is no address: " + text,
          "Give the address of the log's ReceiptVerifier: 0x and 40 hex digits;"
              + " 'quittance contracts deploy' prints it.");
    }
  }

  private static void requireFile(Path bundle) {
    if (!Files.isReadable(bundle) || Files.isDirectory(bundle)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          bundle + " is not a file that can be read",
          "Give the bundle files; 'quittance prove' writes one.");
    }
  }

  private static VerifyReport verify(Verify verify, Path bundle, Optional<Trust> trusted)
      throws IOException {
    try {
      return verify.verify(bundle.toString(), Files.readString(bundle), trusted);
    } catch (CharacterCodingException _) {
      return notText(bundle);
    }
  }

  private static VerifyReport notText(Path bundle) {
    return new VerifyReport(
        bundle.toString(),
        Arrays.stream(BundleCheck.values())
            .map(check ->
                check == BundleCheck.FORMAT
                    ? new CheckLine(check.id(), CheckLine.Status.FAIL, "not UTF-8 text")
                    : new CheckLine(check.id(), CheckLine.Status.NOT_REACHED, ""))
            .toList());
  }

  private static int exitCode(Set<Outcome> outcomes) {
    if (outcomes.contains(Outcome.FAILED)) {
      return Outcome.FAILED.exitCode();
    }
    return outcomes.contains(Outcome.INCONCLUSIVE)
        ? Outcome.INCONCLUSIVE.exitCode()
        : Outcome.OK.exitCode();
  }
}
