package dev.quittance.auditor.verify;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.AnchoredPeriod;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.chain.OnChainReceiptCheck;
import dev.quittance.auditor.chain.OnChainReceiptCheck.NoAnswer;
import dev.quittance.auditor.chain.OnChainReceiptCheck.NotProven;
import dev.quittance.auditor.chain.OnChainReceiptCheck.Proven;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.BundleCheck;
import dev.quittance.receipts.bundle.BundleReader;
import dev.quittance.receipts.bundle.BundleVerdict;
import dev.quittance.receipts.bundle.BundleVerifier;
import dev.quittance.receipts.bundle.BundleWriter;
import dev.quittance.receipts.bundle.CheckOutcome;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AnchorRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies bundles: offline, and with a look at the chain if one is named. Thread-safe. */
public final class Verify {

  /** The name of the check that reads the chain. */
  public static final String CHAIN_READ = "chainRead";

  /** The name of the check that a contract makes. */
  public static final String ON_CHAIN = "onChain";

  private final BundleVerifier verifier = new BundleVerifier(Secp256k1Signatures.preferred());
  private final AnchorChain chain;
  private final Optional<OnChainReceiptCheck> contract;

  private Verify(AnchorChain chain, Optional<OnChainReceiptCheck> contract) {
    this.chain = chain;
    this.contract = contract;
  }

  /** Verifies without any network. */
  public static Verify offline() {
    return new Verify(AnchorChain.none(), Optional.empty());
  }

  /** Verifies, and at last asks the chain for the anchor. */
  public static Verify with(AnchorChain chain) {
    return new Verify(chain, Optional.empty());
  }

  /** The same, and at last asks a {@code ReceiptVerifier} contract for its own verdict. */
  public Verify asking(OnChainReceiptCheck verifierContract) {
    return new Verify(chain, Optional.of(verifierContract));
  }

  /**
   * Verifies a bundle.
   *
   * @param file its name, for the report
   * @param text what the file holds
   * @param trust whom to trust; without it the bundle can only be shown to fit together, which is
   *     inconclusive
   */
  public VerifyReport verify(String file, String text, Optional<Trust> trust) {
    Bundle bundle;
    try {
      bundle = BundleReader.parse(text);
    } catch (IllegalArgumentException e) {
      return new VerifyReport(file, malformed(String.valueOf(e.getMessage())));
    }
    List<CheckLine> lines = new ArrayList<>();
    lines.addAll(trust.isPresent() ? lines(bundle, text, trust.get()) : linesAtItsOwnWord(bundle));
    if (lines.stream().noneMatch(line -> line.status() == CheckLine.Status.FAIL)) {
      chainRead(bundle, trust).ifPresent(lines::add);
      contract.map(asked -> onChain(asked.ask(bundle))).ifPresent(lines::add);
    }
    return new VerifyReport(file, lines);
  }

  private static List<CheckLine> malformed(String reason) {
    List<CheckLine> lines = new ArrayList<>();
    for (BundleCheck check : BundleCheck.values()) {
      boolean isFormat = check == BundleCheck.FORMAT;
      lines.add(
          new CheckLine(
              check.id(),
              isFormat ? CheckLine.Status.FAIL : CheckLine.Status.NOT_REACHED,
              isFormat ? reason : ""));
    }
    return lines;
  }

  private List<CheckLine> lines(Bundle bundle, String text, Trust trust) {
    FoundTexts texts = new FoundTexts(bundle);
    return verifier.verify(text, trust).results().stream()
        .map(result -> line(result, texts))
        .toList();
  }

  private static CheckLine line(BundleVerdict.CheckResult result, FoundTexts texts) {
    String name = result.check().id();
    return switch (result.outcome()) {
      case CheckOutcome.Passed() ->
          new CheckLine(name, CheckLine.Status.OK, texts.found(result.check()));
      case CheckOutcome.Failed(String reason) -> new CheckLine(name, CheckLine.Status.FAIL, reason);
      case CheckOutcome.NotReached() -> new CheckLine(name, CheckLine.Status.NOT_REACHED, "");
    };
  }

  private List<CheckLine> linesAtItsOwnWord(Bundle bundle) {
    Optional<SelfTrust> self = SelfTrust.of(bundle);
    if (self.isEmpty()) {
      return malformed("/checkpoint: not a signed checkpoint");
    }
    Trust trust = self.get().trust();
    return lines(bundle, BundleWriter.write(self.get().bundle()), trust).stream()
        .map(line -> line.status() == CheckLine.Status.OK ? untrusted(line, trust) : line)
        .toList();
  }

  private static CheckLine untrusted(CheckLine line, Trust trust) {
    return switch (line.name()) {
      case "anchor" -> doubted(line, "; no trust given: is " + trust.origin() + " the log?");
      case "checkpoint" ->
          new CheckLine(
              line.name(),
              CheckLine.Status.INCONCLUSIVE,
              "no trust given: the key of %s is not known".formatted(trust.origin()));
      case "chain" -> doubted(line, "; no trust given: is it the log's contract?");
      default -> line;
    };
  }

  private static CheckLine doubted(CheckLine line, String doubt) {
    return new CheckLine(line.name(), CheckLine.Status.INCONCLUSIVE, line.found() + doubt);
  }

  private static CheckLine onChain(OnChainReceiptCheck.Answer answer) {
    return switch (answer) {
      case Proven() ->
          new CheckLine(ON_CHAIN, CheckLine.Status.OK, "the contract finds the receipt proven");
      case NotProven(var check) ->
          new CheckLine(ON_CHAIN, CheckLine.Status.FAIL, "the contract's check fails: " + check);
      case NoAnswer(String reason) ->
          new CheckLine(ON_CHAIN, CheckLine.Status.INCONCLUSIVE, reason);
    };
  }

  private Optional<CheckLine> chainRead(Bundle bundle, Optional<Trust> trust) {
    AnchorRecord anchor = new FoundTexts(bundle).anchor();
    return switch (chain.read(bundle.domain(), seq -> seq == anchor.seq())) {
      case ChainReading.NotAsked() -> Optional.empty();
      case ChainReading.Unreachable(String reason) ->
          chainLine(CheckLine.Status.INCONCLUSIVE, reason);
      case ChainReading.OtherChain(var chainId) ->
          chainLine(
              CheckLine.Status.INCONCLUSIVE,
              "the endpoint is of chain %s, the anchor is on %s"
                  .formatted(chainId, bundle.chainId()));
      case ChainReading.NoContract(var address) ->
          chainLine(CheckLine.Status.FAIL, "there is no contract at " + address);
      case ChainReading.Contract contract ->
          chainLine(contract, anchor, trust.flatMap(Trust::contract).isPresent());
    };
  }

  private static Optional<CheckLine> chainLine(
      ChainReading.Contract contract, AnchorRecord anchor, boolean isTrusted) {
    AnchoredPeriod period = contract.periods().get(anchor.seq());
    if (!contract.logId().equals(anchor.logId())) {
      return chainLine(CheckLine.Status.FAIL, "the contract is of log " + contract.logId());
    }
    if (period == null) {
      return chainLine(
          CheckLine.Status.FAIL,
          "period %d is not anchored; the contract has %d"
              .formatted(anchor.seq(), contract.next()));
    }
    boolean same =
        period.anchorHash().equals(anchor.hash())
            && period.periodRoot().equals(anchor.periodRoot());
    if (!same) {
      return chainLine(
          CheckLine.Status.FAIL,
          "the chain has %s for period %d".formatted(period.anchorHash(), anchor.seq()));
    }
    String found =
        "period %d is anchored since unix time %d".formatted(anchor.seq(), period.anchoredAt());
    // Whoever shows different logs to different people can have a contract for each of them.
    return isTrusted
        ? chainLine(CheckLine.Status.OK, found)
        : chainLine(CheckLine.Status.INCONCLUSIVE, found + "; no trust names the contract");
  }

  private static Optional<CheckLine> chainLine(CheckLine.Status status, String found) {
    return Optional.of(new CheckLine(CHAIN_READ, status, found));
  }
}
