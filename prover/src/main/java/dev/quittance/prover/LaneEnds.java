package dev.quittance.prover;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Looks up the last committed receipt of a lane, once per task start. */
@FunctionalInterface
interface LaneEnds {
  /** The last receipt of a lane; empty when the end of the lane holds none. */
  Optional<LastReceipt> lastReceipt(int lane);

  /** Whose it is and its sequence number. */
  record LastReceipt(Address agent, long seq) {}

  /** How far back from the end a receipt is looked for: closes of idle periods stand there. */
  int LOOK_BACK = 2000;

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
        return last;
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
