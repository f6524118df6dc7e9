package dev.quittance.anchorer.closer;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.SignedPeriodClose;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.PeriodScheduleRecord;
import dev.quittance.schemas.avro.PeriodScheduled;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a decision and the signed closes that it stands for, one per partition of the log, in one
 * transaction. Making one fences every older one with the same transactional id. Used by one
 * thread.
 */
final class CloseSender implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final LogIdentity log;
  private final String topic;
  private final Signer operator;
  private final Producer<byte[], byte[]> producer;
  private final Serializer<PeriodScheduleRecord> schedule;
  private final Serializer<ReceiptsRecord> receipts;

  CloseSender(
      LogEpoch epoch,
      Signer operator,
      KafkaAccess kafka,
      RecordSerdes serdes,
      String transactionalId) {
    this.log = epoch.identity();
    this.topic = epoch.topic();
    this.operator = operator;
    this.schedule = serdes.of(Topics.PERIOD_SCHEDULE).serializer();
    this.receipts = serdes.of(Topics.RECEIPTS).serializer();
    this.producer = kafka.transactionalProducer(transactionalId);
  }

  /** Returns once the transaction is committed; on an exception this sender must be closed. */
  void send(CloserDecision.Send decision) {
    producer.beginTransaction();
    sendTo(Topics.PERIOD_SCHEDULE.name(), 0, key(decision.seq()), scheduled(decision));
    for (int partition = 0; partition < log.partitionCount(); partition++) {
      sendTo(topic, partition, null, close(decision, partition));
    }
    producer.commitTransaction();
  }

  private byte[] scheduled(CloserDecision.Send decision) {
    PeriodScheduleRecord record =
        new PeriodScheduleRecord(
            new PeriodScheduled(
                decision.seq(), decision.bounds().start(), decision.bounds().end()));
    return schedule.serialize(Topics.PERIOD_SCHEDULE.name(), record);
  }

  private byte[] close(CloserDecision.Send decision, int partition) {
    PeriodClose close =
        new PeriodClose(
            log.logId(),
            decision.seq(),
            decision.bounds().start(),
            decision.bounds().end(),
            partition,
            log.partitionCount());
    SignedPeriodClose signed = new SignedPeriodClose(close, operator.sign(close.digest()));
    return receipts.serialize(topic, ReceiptsCodec.record(signed));
  }

  /** A record that can't be sent makes the commit fail, so the futures are left alone. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void sendTo(String topic, int partition, byte @Nullable [] key, byte[] value) {
    producer.send(new ProducerRecord<>(topic, partition, key, value));
  }

  private static byte[] key(long seq) {
    return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
