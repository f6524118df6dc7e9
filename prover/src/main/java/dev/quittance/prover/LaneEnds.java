package dev.quittance.prover;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.prover.signing.PendingRequests;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Looks up the last committed receipts of a lane, once per task start. */
@FunctionalInterface
interface LaneEnds {
  /**
   * The last receipts of a lane, at most one per agent: that at the end of the log, if the end
   * holds one, and those that are numbered and wait for a remote signer.
   */
  Collection<LastReceipt> last(int lane);

  /** Whose it is and its sequence number. */
  record LastReceipt(Address agent, long seq) {}

  /** How far back from the end a receipt is looked for: closes of idle periods stand there. */
  int LOOK_BACK = 2000;

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

  /** Reads the topic; blocks for at most some seconds. */
  static LaneEnds of(KafkaAccess kafka, ReceiptsCodec codec, ReceiptDomain domain) {
    Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
    return lane -> {
      TopicPartition partition = new TopicPartition(Topics.RECEIPTS.name(), lane);
      try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(0, end - LOOK_BACK));
        Optional<LastReceipt> last = Optional.empty();
        while (consumer.position(partition) < end) {
          for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofSeconds(1))) {
            Optional<LastReceipt> found =
                codec
                    .receipt(entry.value())
                    .filter(signed -> isGenuine(signatures, domain, signed))
                    .map(SignedReceipt::receipt)
                    .map(receipt -> new LastReceipt(receipt.agent(), receipt.seq()));
            last = found.isPresent() ? found : last;
          }
        }
        return last.stream().toList();
      }
    };
  }

  /** What anybody else may have written to the topic says nothing about our sequences. */
  private static boolean isGenuine(
      Secp256k1Signatures signatures, ReceiptDomain domain, SignedReceipt signed) {
    Receipt receipt = signed.receipt();
    return signatures
        .recover(ReceiptDigest.of(domain, receipt), signed.signature())
        .filter(receipt.agent()::equals)
        .isPresent();
  }
}
