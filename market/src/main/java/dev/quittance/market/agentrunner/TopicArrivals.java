package dev.quittance.market.agentrunner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.AgentRunnerSubmission;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Read;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Unreadable;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ForeignReceipt;
import dev.quittance.schemas.avro.ForeignReceiptsRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code foreign-receipts}: appended to by whoever takes receipts, followed from its beginning by
 * one thread, which fills the view and has the receipts of the last day ordered once more when it
 * has caught up.
 */
final class TopicArrivals implements ArrivalLog, RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(TopicArrivals.class);
  private static final TopicPartition PARTITION =
      new TopicPartition(Topics.FOREIGN_RECEIPTS.name(), 0);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final long TIMEOUT_MS = 30_000;
  private static final long DAY_MS = 86_400_000;

  private final Parts parts;
  private final Producer<byte[], byte[]> producer;
  private final Serializer<ForeignReceiptsRecord> serializer;
  private final Deserializer<ForeignReceiptsRecord> deserializer;
  private final Object looking = new Object();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable ReceiptDesk desk;
  private volatile Readiness readiness = Readiness.notReady("reads the receipts that came");

  /**
   * What it works with.
   *
   * @param market whose receipts
   * @param arrivals the view that is filled
   */
  record Parts(String market, KafkaAccess kafka, RecordSerdes serdes, Arrivals arrivals) {}

  /** Makes it; nothing is read yet. */
  TopicArrivals(Parts parts) {
    this.parts = parts;
    this.producer = parts.kafka().producer();
    this.serializer = parts.serdes().of(Topics.FOREIGN_RECEIPTS).serializer();
    this.deserializer = parts.serdes().of(Topics.FOREIGN_RECEIPTS).deserializer();
    this.thread =
        Thread.ofPlatform().name("arrivals-" + parts.market()).daemon(true).unstarted(this::run);
  }

  /**
   * Begins to follow the topic; the brokers need not answer yet.
   *
   * @param desk orders what may have been written down and not ordered
   */
  void start(ReceiptDesk desk) {
    this.desk = desk;
    thread.start();
  }

  @Override
  public String name() {
    return "arrivals-" + parts.market();
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public void append(AgentRunnerSubmission submission, Bytes32 signer, Hash32 orderId)
      throws IOException, InterruptedException {
    byte[] leaf = submission.leaf().toByteArray();
    ForeignReceiptsRecord value =
        new ForeignReceiptsRecord(
            new ForeignReceipt(
                parts.market(),
                ByteBuffer.wrap(submission.receipt().text().getBytes(UTF_8)),
                AvroValues.hash32(signer.toByteArray()),
                AvroValues.hash32(leaf),
                AvroValues.hash32(orderId.bytes())));
    try {
      String topic = PARTITION.topic();
      producer
          .send(new ProducerRecord<>(topic, 0, leaf, serializer.serialize(topic, value)))
          .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException e) {
      throw new IOException("a receipt may not be in " + PARTITION.topic() + ": " + e, e);
    }
  }

  @Override
  public String text(ArrivedReceipt receipt) throws IOException {
    synchronized (looking) {
      try (Consumer<byte[], byte[]> consumer = parts.kafka().peeker()) {
        consumer.assign(List.of(PARTITION));
        consumer.seek(PARTITION, receipt.offset());
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
          if (record.offset() == receipt.offset()) {
            return receipt(record)
                .map(TopicArrivals::text)
                .orElseThrow(() -> new IOException("the receipt is gone"));
          }
        }
        throw new IOException("the receipt at offset " + receipt.offset() + " can't be read now");
      } catch (KafkaException e) {
        throw new IOException("the receipts can't be read: " + e, e);
      }
    }
  }

  private void run() {
    while (stopping.getCount() > 0) {
      try (Consumer<byte[], byte[]> consumer = parts.kafka().follower()) {
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        while (stopping.getCount() > 0) {
          boolean isOld = consumer.position(PARTITION) < end;
          Objects.requireNonNull(desk).orderOwed();
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            take(record, isOld);
          }
          if (consumer.position(PARTITION) >= end) {
            readiness = Readiness.ready();
          }
        }
      } catch (KafkaException e) {
        readiness = Readiness.notReady("can't read the receipts that came: " + e.getMessage());
        LOG.atWarn().setCause(e).log("receipts of runners can't be followed now; it tries again");
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, boolean isOld) {
    Optional<ForeignReceipt> came =
        receipt(record).filter(each -> each.getMarket().equals(parts.market()));
    if (came.isEmpty()) {
      return;
    }
    Bytes32 signer = Bytes32.wrap(came.get().getSigner().bytes());
    switch (AgentRunnerSubmission.read(text(came.get()))) {
      case Read(AgentRunnerSubmission submission) -> {
        if (isOld && record.timestamp() > System.currentTimeMillis() - DAY_MS) {
          Objects.requireNonNull(desk).orderAgain(submission, signer, record.timestamp());
        }
        Hash32 orderId = Hash32.of(came.get().getOrderId().bytes());
        parts
            .arrivals()
            .add(
                ArrivedReceipt.of(
                    submission, signer, orderId, record.offset(), record.timestamp()));
      }
      case Unreadable(String pointer, String problem) ->
          LOG.atError()
              .addKeyValue("offset", record.offset())
              .log("a receipt that was taken can't be read: {} {}", pointer, problem);
    }
  }

  private Optional<ForeignReceipt> receipt(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null
        ? Optional.empty()
        : Optional.ofNullable(deserializer.deserialize(record.topic(), record.value()).getBody());
  }

  private static String text(ForeignReceipt receipt) {
    return new String(AvroValues.bytes(receipt.getText()), UTF_8);
  }

  private void pause() {
    try {
      if (stopping.await(1, TimeUnit.SECONDS)) {
        LOG.atDebug().log("stopped while it waited");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(Duration.ofSeconds(5))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(5));
  }
}
