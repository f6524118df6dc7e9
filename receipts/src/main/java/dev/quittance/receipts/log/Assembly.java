package dev.quittance.receipts.log;

/** The outcome of assembling a period from its parts. */
public sealed interface Assembly {

  /** The period, and the state for the next one. */
  record Assembled(AssembledPeriod period, AssemblyState next) implements Assembly {}

  /**
   * The parts do not make one period. The log cannot go on from here by itself: the assembler must
   * stop and show the reason.
   */
  record Disagreement(String reason) implements Assembly {}
}
