package dev.quittance.receipts.bundle;

import java.util.List;
import java.util.Optional;

/** What came of all checks of a bundle, in their order. */
public record BundleVerdict(List<CheckResult> results) {

  /** A check and what came of it. */
  public record CheckResult(BundleCheck check, CheckOutcome outcome) {}

  /** Copies the list. */
  public BundleVerdict {
    results = List.copyOf(results);
  }

  /** Whether every check holds. */
  public boolean holds() {
    return fails().isEmpty();
  }

  /** The first check that fails; empty if all hold. */
  public Optional<BundleCheck> fails() {
    return results.stream()
        .filter(result -> result.outcome() instanceof CheckOutcome.Failed)
        .map(CheckResult::check)
        .findFirst();
  }
}
