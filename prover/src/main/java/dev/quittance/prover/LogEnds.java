package dev.quittance.prover;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.prover.LaneEnds.LastReceipt;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.schemas.ReceiptsCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last receipt of each lane of the log. Whatever stands behind it is passed by, however much
 * that is: an idle lane has a close of every period.
 */
record LogEnds(KafkaAccess kafka, String topic, ReceiptsCodec codec, ReceiptDomain domain) {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  private static final Logger LOG = LoggerFactory.getLogger(LogEnds.class);

  /** How far back from the end is looked first; then twice as far, and so on to the beginning. */
  private static final long LOOK_BACK = 2000;

  Collection<LastReceipt> last(int lane) {
    TopicPartition partition = new TopicPartition(topic, lane);
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      long end = ReadToEnd.ends(kafka, List.of(partition)).getOrDefault(partition, 0L);
      consumer.assign(List.of(partition));
      long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
      for (long span = LOOK_BACK; end > first; span *= 2) {
        long from = Math.max(first, end - span);
        Optional<LastReceipt> last = last(consumer, partition, from, end);
        if (last.isPresent()) {
          return List.of(last.get());
        }
        end = from;
        sayThereWasNone(lane, from, first);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of();
  }

  private static void sayThereWasNone(int lane, long from, long first) {
    if (from > first) {
      LOG.atInfo()
          .addKeyValue("lane", lane)
          .addKeyValue("offset", from)
          .log("no receipt from this offset on; the lane's last one is looked for before it");
    }
  }

  private Optional<LastReceipt> last(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end)
      throws IOException {
    AtomicReference<Optional<LastReceipt>> last = new AtomicReference<>(Optional.empty());
    consumer.seek(partition, from);
    ReadToEnd.read(
        consumer,
        Map.of(partition, end),
        ReadToEnd.PATIENCE,
        records -> {
          records.forEach(
              entry -> receipt(entry).ifPresent(receipt -> last.set(Optional.of(receipt))));
          return true;
        });
    return last.get();
  }

  private Optional<LastReceipt> receipt(ConsumerRecord<byte[], byte[]> entry) {
    return codec
        .receipt(entry.value())
        .filter(this::isGenuine)
        .map(SignedReceipt::receipt)
        .map(receipt -> new LastReceipt(receipt.agent(), receipt.seq()));
  }

  /** What anybody else may have written to the topic says nothing about our sequences. */
  private boolean isGenuine(SignedReceipt signed) {
    Receipt receipt = signed.receipt();
    return SIGNATURES
        .recover(ReceiptDigest.of(domain, receipt), signed.signature())
        .filter(receipt.agent()::equals)
        .isPresent();
  }
}
