package dev.quittance.receipts.bundle;

import dev.quittance.receipts.bundle.BundleVerdict.CheckResult;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Verifies bundles without any network: all that it needs besides the bundle is whom to trust.
 * Thread-safe. That the chain really has the anchor is a separate step.
 */
public final class BundleVerifier {

  private final Secp256k1Signatures signatures;

  /** A verifier that recovers signatures with the given library. */
  public BundleVerifier(Secp256k1Signatures signatures) {
    this.signatures = signatures;
  }

  /** Makes the checks in their order, up to the first that fails. */
  public BundleVerdict verify(String text, Trust trust) {
    Bundle bundle;
    try {
      bundle = BundleReader.parse(text);
    } catch (IllegalArgumentException e) {
      return verdict(_ -> Optional.of(String.valueOf(e.getMessage())));
    }
    return verdict(new BundleChecks(bundle, trust, signatures)::objection);
  }

  private static BundleVerdict verdict(Function<BundleCheck, Optional<String>> objections) {
    List<CheckResult> results = new ArrayList<>();
    boolean failed = false;
    for (BundleCheck check : BundleCheck.values()) {
      CheckOutcome outcome =
          failed ? new CheckOutcome.NotReached() : outcome(objections.apply(check));
      failed = !(outcome instanceof CheckOutcome.Passed);
      results.add(new CheckResult(check, outcome));
    }
    return new BundleVerdict(results);
  }

  private static CheckOutcome outcome(Optional<String> objection) {
    return objection
        .<CheckOutcome>map(CheckOutcome.Failed::new)
        .orElseGet(CheckOutcome.Passed::new);
  }
}
