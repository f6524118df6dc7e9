package dev.quittance.market.agentl2.input;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.market.MarketContext;
import dev.quittance.market.agentl2.follow.FollowJournal;
import dev.quittance.market.agentl2.follow.Notice;
import dev.quittance.market.agentl2.follow.Position;
import dev.quittance.market.agentl2.follow.Step;
import dev.quittance.market.agentl2.follow.Tracked;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.kafka.FailedTransaction;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.MarketCursorsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Commits a follower's steps: cursor, orders and events in one transaction. Opening it fences
 * whoever followed before. Not thread-safe.
 */
public final class CursorJournal implements FollowJournal<LineOrder>, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MarketContext context;
  private final String tenant;
  private final CursorRecords records;
  private final Producer<byte[], byte[]> producer;
  private final CursorTopic topic;
  private final Serializer<MarketCursorsRecord> values;

  /** Offset of the last cursor of ours; -1 before there is one. */
  private long written = -1;

  /** Takes the follower's place over; {@link #topic} is read to its end afterwards. */
  public CursorJournal(
      MarketContext context,
      String tenant,
      CursorRecords records,
      String transactionalId,
      long fromBlock) {
    this.context = context;
    this.tenant = tenant;
    this.records = records;
    this.values = context.stage().serdes().of(Topics.MARKET_CURSORS).serializer();
    // The producer comes first: then nothing that an older follower still writes can be committed.
    this.producer = context.stage().kafka().transactionalProducer(transactionalId);
    this.topic =
        new CursorTopic(context.stage().kafka(), context.stage().serdes(), records, fromBlock);
    try {
      topic.readAll(context.stage().kafka());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What was read. */
  public CursorTopic topic() {
    return topic;
  }

  @Override
  public void readOn() {
    topic.readOn(written);
  }

  /**
   * {@inheritDoc}
   *
   * @throws KafkaException if it is not known whether it was committed; the journal must be opened
   *     and read back again
   */
  @Override
  public void commit(Position before, Step step, List<LineOrder> handedIn) {
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    long now = context.clock().millis();
    handedIn.forEach(
        order -> all.add(context.requests().record(order.order(), order.submittedAtMs())));
    step.notices().forEach(notice -> all.add(context.events().record(event(notice, now))));
    cursors(before, step.position(), now, all);
    producer.beginTransaction();
    try {
      List<Future<RecordMetadata>> sent = all.stream().map(producer::send).toList();
      producer.commitTransaction();
      written =
          sent.stream().map(Future::resultNow).reduce(written, CursorJournal::later, Math::max);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw e;
    } catch (KafkaException e) {
      FailedTransaction.abort(producer, e);
      throw e;
    }
  }

  private static long later(long offset, RecordMetadata record) {
    return record.topic().equals(Topics.MARKET_CURSORS.name())
        ? Math.max(offset, record.offset())
        : offset;
  }

  private void cursors(
      Position before, Position after, long now, List<ProducerRecord<byte[], byte[]>> all) {
    for (Tracked order : after.changedSince(before)) {
      all.add(cursor(records.orderKey(order.orderId()), records.record(order, now)));
    }
    for (Bytes32 id : after.forgottenSince(before)) {
      all.add(cursor(records.orderKey(id), null));
      all.add(cursor(records.inputKey(id), null));
    }
    if (after.next() != before.next() || !after.trail().equals(before.trail())) {
      CursorEntry.At at = new CursorEntry.At(after.next(), after.trail());
      all.add(cursor(records.key(), records.record(at, now)));
    }
  }

  private ProducerRecord<byte[], byte[]> cursor(byte[] key, @Nullable MarketCursorsRecord value) {
    String name = Topics.MARKET_CURSORS.name();
    return new ProducerRecord<>(name, 0, key, value == null ? null : values.serialize(name, value));
  }

  private MarketEvent event(Notice notice, long now) {
    String sourceId = notice.orderId().toString();
    return new MarketEvent(
        Order.orderId(tenant, records.market(), sourceId),
        records.market(),
        sourceId,
        kind(notice.kind()),
        JSON.valueToTree(notice.detail()).toString(),
        now);
  }

  private static EventKind kind(Notice.Kind kind) {
    return switch (kind) {
      case SEEN -> EventKind.SEEN;
      case WITHDRAWN -> EventKind.WITHDRAWN;
      case VANISHED -> EventKind.VANISHED;
      case REAPPEARED -> EventKind.REAPPEARED;
      case CANCELLED -> EventKind.CANCELLED;
      case DISPUTED -> EventKind.DISPUTED;
      case RESOLVED -> EventKind.RESOLVED;
      case COMPLETED -> EventKind.COMPLETED;
      case REFUNDED -> EventKind.REFUNDED;
      case EXPIRED -> EventKind.EXPIRED;
    };
  }

  @Override
  public void close() {
    topic.close();
    producer.close(java.time.Duration.ofSeconds(5));
    values.close();
  }
}
