package dev.quittance.auditor.chain;

import java.util.List;

/** What came of asking a chain how the ReceiptAnchor contract changed hands. */
public sealed interface OperatorReading {

  /**
   * The chain told of every handover since the first period was anchored.
   *
   * @param all in the order of the chain; perhaps also some before
   */
  record Changes(List<OperatorChange> all) implements OperatorReading {
    /** Copies the list. */
    public Changes {
      all = List.copyOf(all);
    }
  }

  /** The endpoint did not answer, or does not have all logs. */
  record Unreachable(String reason) implements OperatorReading {}

  /** Nobody asked. */
  record NotAsked() implements OperatorReading {}
}
