package dev.quittance.prover;

import dev.quittance.prover.domain.Work;
import org.apache.avro.specific.SpecificRecord;

/** What becomes of numbered work in the stream thread; must not block. */
interface ReceiptMaking {
  /**
   * The record of a piece of work.
   *
   * @param lastSeq the last number of its agent in this lane
   * @throws IllegalStateException when nobody can sign for its agent
   */
  SpecificRecord record(Work work, int lane, long lastSeq);

  /** Where the records go: {@link ProverTopology#SINK} or {@link ProverTopology#REQUESTS}. */
  String sink();

  /** The error of an agent that nobody can sign for. */
  static IllegalStateException unsignable(Work work) {
    return new IllegalStateException(
        "no key of this line signs for agent "
            + work.agent()
            + "; register it with 'quittance agents register'");
  }
}
