package dev.quittance.prover;

import dev.quittance.prover.domain.Work;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** What becomes of numbered work in the stream thread; must not block. */
interface ReceiptMaking {
  /**
   * A record that is made of work.
   *
   * @param digest its key; empty when it has that of the work's record, the order
   * @param sink where it goes
   */
  record Made(Optional<Bytes32> digest, SpecificRecord value, String sink) {
    Optional<byte[]> key() {
      return digest.map(Bytes32::toByteArray);
    }
  }

  /**
   * The records of a piece of work.
   *
   * @param lastSeq the last number of its agent in this lane
   * @throws IllegalStateException when nobody can sign for its agent
   */
  List<Made> make(Work work, int lane, long lastSeq);

  /** Where records go: some of {@link ProverTopology}'s sinks. */
  Set<String> sinks();

  /** The error of an agent that nobody can sign for. */
  static IllegalStateException unsignable(Work work) {
    return new IllegalStateException(
        "no key of this line signs for agent "
            + work.agent()
            + "; register it with 'quittance agents register'");
  }
}
