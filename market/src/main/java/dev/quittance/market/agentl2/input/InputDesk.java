package dev.quittance.market.agentl2.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.market.MarketContext;
import dev.quittance.market.agentl2.AgentL2Settings;
import dev.quittance.market.agentl2.chain.RpcMarketChain;
import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.MarketCursorsRecord;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Takes the inputs of orders, in whatever process they arrive. What it has taken is the order's:
 * its record stands in {@code market-cursors} before the one that closes the order to inputs. Safe
 * for any number of threads, which it blocks.
 */
public final class InputDesk implements AutoCloseable {
  private static final long TIMEOUT_S = 15;

  /** Questions to the chain about orders that the line has not seen: anybody can make up an id. */
  private static final int UNKNOWN_AT_ONCE = 8;

  private final AgentL2Settings settings;
  private final MarketContext context;
  private final CursorRecords records;
  private final ChainRpc rpc;
  private final RpcMarketChain chain;
  private final CursorTopic topic;
  private final Producer<byte[], byte[]> producer;
  private final Serializer<MarketCursorsRecord> values;
  private final Semaphore unknown = new Semaphore(UNKNOWN_AT_ONCE);

  /** What came of an input. */
  public sealed interface Answer {
    /** It is the order's. */
    record Taken(Hash32 sha256, int bytes, boolean isNew) implements Answer {}

    /** There is no such order of ours. */
    record Unknown() implements Answer {}

    /** Too many unknown orders are asked for. */
    record Busy() implements Answer {}

    /** It is no JSON value, or too large. */
    record Malformed(String why) implements Answer {}

    /** It is not the buyer's. */
    record Unsigned(String why) implements Answer {}

    /** The order takes none any more, or has another one. */
    record Late(String why) implements Answer {}
  }

  /** Opens its topic; nothing is read yet. */
  public InputDesk(AgentL2Settings settings, MarketContext context) {
    this.settings = settings;
    this.context = context;
    this.records = new CursorRecords(settings.name());
    this.rpc = ChainRpc.at(settings.rpc(), ChainRpc.DEFAULT_CONFIRMATIONS);
    this.chain = new RpcMarketChain(rpc, settings.marketplace());
    this.topic =
        new CursorTopic(
            context.stage().kafka(), context.stage().serdes(), records, settings.fromBlock());
    this.producer = context.stage().kafka().producer();
    this.values = context.stage().serdes().of(Topics.MARKET_CURSORS).serializer();
  }

  /**
   * Takes an input.
   *
   * @param signature the buyer's, if there is one
   * @throws IOException if the chain, the broker or the store can't be asked now
   */
  public Answer put(Bytes32 orderId, byte[] body, Optional<String> signature)
      throws IOException, InterruptedException {
    if (StrictJson.parse(body, Limits.INPUT_BYTES) instanceof Parsed.Bad<JsonNode> bad) {
      return new Answer.Malformed(bad.message());
    }
    topic.readOn(-1);
    if (topic.ask(book -> book.isTracked(orderId))) {
      return put(orderId, chain.order(orderId), body, signature);
    }
    if (!unknown.tryAcquire()) {
      return new Answer.Busy();
    }
    try {
      return put(orderId, chain.order(orderId), body, signature);
    } finally {
      unknown.release();
    }
  }

  private Answer put(
      Bytes32 orderId, Optional<MarketOrder> found, byte[] body, Optional<String> signature)
      throws IOException, InterruptedException {
    Optional<MarketOrder> order = found.filter(each -> settings.sellers().contains(each.seller()));
    if (order.isEmpty()) {
      return new Answer.Unknown();
    }
    Hash32 sha256 = Hash32.sha256(body);
    if (signature.isEmpty() && settings.requireSignedInput()) {
      return new Answer.Unsigned("the buyer's signature is missing");
    }
    if (signature.isPresent() && !isBuyers(order.get(), sha256, signature.get())) {
      return new Answer.Unsigned("the signature is not that of the buyer " + order.get().buyer());
    }
    OrderInput input = new OrderInput(sha256, body.length, signature.isPresent());
    Optional<Answer> refusal = refusal(order.get(), input);
    return refusal.isPresent() ? refusal.get() : store(orderId, input, body);
  }

  private static boolean isBuyers(MarketOrder order, Hash32 sha256, String signature) {
    return BuyerSignature.signer(order.orderId(), sha256, signature)
        .filter(order.buyer()::equals)
        .isPresent();
  }

  private Optional<Answer> refusal(MarketOrder order, OrderInput input) throws IOException {
    Bytes32 id = order.orderId();
    topic.readOn(-1);
    Optional<OrderInput> known = topic.input(id);
    if (known.filter(input::equals).isPresent()) {
      return Optional.of(new Answer.Taken(input.sha256(), input.bytes(), false));
    }
    if (order.status() != MarketOrder.Status.PENDING || !isOpen(order)) {
      return Optional.of(new Answer.Late("the order takes no input any more"));
    }
    return known.isPresent() && !input.signed()
        ? Optional.of(
            new Answer.Late("the order has another input; only its buyer's signature replaces it"))
        : Optional.empty();
  }

  /** An order that is not tracked is yet to be seen, or was handed in a while ago. */
  private boolean isOpen(MarketOrder order) throws IOException {
    Bytes32 id = order.orderId();
    if (topic.ask(book -> book.isTracked(id))) {
      return topic.ask(book -> book.isOpen(id));
    }
    long last = topic.ask(book -> book.position().next()) - 1;
    return last < settings.fromBlock() || order.createdAt() > chain.secondsOf(last);
  }

  private Answer store(Bytes32 id, OrderInput input, byte[] body)
      throws IOException, InterruptedException {
    try {
      context.stage().blobs().put(body);
    } catch (java.io.UncheckedIOException e) {
      throw new IOException("the blob store takes nothing: " + e.getMessage(), e);
    }
    String name = Topics.MARKET_CURSORS.name();
    byte[] value =
        values.serialize(
            name, records.record(new CursorEntry.Put(id, input), context.clock().millis()));
    try {
      long offset =
          producer
              .send(new ProducerRecord<>(name, 0, records.inputKey(id), value))
              .get(TIMEOUT_S, TimeUnit.SECONDS)
              .offset();
      topic.readOn(offset);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw new IOException("it is not known whether the input was taken: " + e, e);
    }
    return topic.input(id).filter(input::equals).isPresent()
        ? new Answer.Taken(input.sha256(), input.bytes(), true)
        : new Answer.Late("the order was closed to inputs, or given another one, just now");
  }

  @Override
  public void close() {
    topic.close();
    producer.close(java.time.Duration.ofSeconds(5));
    rpc.close();
    values.close();
  }
}
