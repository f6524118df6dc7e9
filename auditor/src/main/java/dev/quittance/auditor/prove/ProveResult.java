package dev.quittance.auditor.prove;

import dev.quittance.receipts.log.Reason;
import java.util.List;

/** What came of the wish to prove a receipt. */
public sealed interface ProveResult {

  /** The proof: the text of a bundle. */
  record Proven(String bundle) implements ProveResult {}

  /** The order has several receipts and no step was named, or it has not the one that was. */
  record ChooseStep(List<Choice> choices) implements ProveResult {}

  /** There is no receipt of the order in its partition. */
  record NotFound(int partition) implements ProveResult {}

  /** The receipt counts, but its period is not closed yet. */
  record PeriodOpen(long seq) implements ProveResult {}

  /** The period is closed, but no checkpoint covers it yet. */
  record NotAnchoredYet(long seq) implements ProveResult {}

  /** There are receipts of the order, and the log refused all of them. */
  record NotAccepted(List<Reason> reasons) implements ProveResult {}

  /** What was published does not fit the records: audit the log. */
  record LogDiffers(String reason) implements ProveResult {}

  /** The log cannot be read; with what to do. */
  record Unavailable(String reason) implements ProveResult {}
}
