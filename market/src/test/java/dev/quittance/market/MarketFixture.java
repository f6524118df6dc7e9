package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderSubmitted;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a marketplace is given, with topics that are lists. */
public final class MarketFixture {
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private final Topic topic = new Topic();
  private final Map<Hash32, byte[]> blobs = new HashMap<>();
  private int seen;

  /** Told before and after each append, which fails when it throws. */
  public interface Step {
    void pass() throws RuntimeException;
  }

  /** The topics, on which an append is two steps: before it and after it. */
  private static final class Topic extends MockProducer<byte[], byte[]> {
    private volatile Step step = () -> {};

    Topic() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      step.pass();
      Future<RecordMetadata> sent = super.send(record, callback);
      step.pass();
      return sent;
    }

    @Override
    public void close(java.time.Duration timeout) {
      // outlives the processes that append to it
    }
  }

  /** What a process is given. */
  public MarketContext context(Outputs outputs, Step step) {
    topic.step = step;
    Appender appender = new Appender(topic);
    return new MarketContext(
        stage(),
        new OrderRequests(serdes, appender),
        new MarketEvents(serdes, appender),
        outputs,
        Settings.Gateway.DEFAULT.limits(),
        InstantSource.system());
  }

  @SuppressWarnings("NullAway") // a marketplace that needs more of it fails at once
  private StageContext stage() {
    return new StageContext(null, null, null, null, serdes, new Blobs(), null, null, null, null);
  }

  /** The orders that were brought in since this was called last, as often as they were. */
  public synchronized List<OrderSubmitted> newOrders() {
    List<OrderSubmitted> orders = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> history = topic.history();
    for (ProducerRecord<byte[], byte[]> record : history.subList(seen, history.size())) {
      if (record.topic().equals(Topics.ORDER_REQUESTS.name())) {
        orders.add(
            serdes
                .of(Topics.ORDER_REQUESTS)
                .deserializer()
                .deserialize(record.topic(), record.value())
                .getBody());
      }
    }
    seen = history.size();
    return orders;
  }

  /** What was said about orders. */
  public List<MarketEvent> events() {
    List<MarketEvent> events = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : topic.history()) {
      if (record.topic().equals(Topics.MARKET_EVENTS.name())) {
        MarketMapping.event(
                serdes
                    .of(Topics.MARKET_EVENTS)
                    .deserializer()
                    .deserialize(record.topic(), record.value()))
            .ifPresent(events::add);
      }
    }
    return events;
  }

  /** A stored input. */
  public Optional<byte[]> blob(Hash32 hash) {
    synchronized (blobs) {
      return Optional.ofNullable(blobs.get(hash));
    }
  }

  private final class Blobs implements BlobStore {
    @Override
    public byte[] put(byte[] payload) {
      Hash32 hash = Hash32.sha256(payload);
      synchronized (blobs) {
        blobs.put(hash, payload);
      }
      return hash.bytes();
    }

    @Override
    public Optional<byte[]> get(byte[] sha256) {
      return blob(Hash32.of(sha256));
    }

    @Override
    public boolean contains(byte[] sha256) {
      return get(sha256).isPresent();
    }

    @Override
    public Publication publish(String name, byte[] content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> published(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
