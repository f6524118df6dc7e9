package dev.quittance.prover;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.prover.signing.PendingRequests;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.ReceiptsCodec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Looks up the last committed receipts of a lane, once per task start. */
@FunctionalInterface
interface LaneEnds {
  /**
   * The last receipts of a lane, at most one per agent: the last one of the log, if it has any, and
   * those that are numbered and wait for a remote signer.
   */
  Collection<LastReceipt> last(int lane);

  /** Whose it is and its sequence number. */
  record LastReceipt(Address agent, long seq) {}

  /** Of what waits for a remote signer, the last one of each agent goes before the log's. */
  default LaneEnds and(PendingRequests pending) {
    return lane -> {
      // In this order: what is signed in between is counted twice, not left out.
      Map<Address, Long> waiting = pending.lastSeqs(lane);
      Map<Address, Long> all = new HashMap<>();
      last(lane).forEach(receipt -> all.put(receipt.agent(), receipt.seq()));
      waiting.forEach((agent, seq) -> all.merge(agent, seq, Math::max));
      return all.entrySet().stream()
          .map(entry -> new LastReceipt(entry.getKey(), entry.getValue()))
          .toList();
    };
  }

  /**
   * Reads the log's topic to its very end: the last receipt may stand behind a transaction of
   * somebody else that is open still, and without it a good store would be taken for a wrong one,
   * and one that lost its changelog for a good one. Blocks until that transaction is over, and
   * fails if it stays open.
   *
   * @param topic that of the newest epoch
   */
  static LaneEnds of(KafkaAccess kafka, String topic, ReceiptsCodec codec, ReceiptDomain domain) {
    return new LogEnds(kafka, topic, codec, domain)::last;
  }
}
