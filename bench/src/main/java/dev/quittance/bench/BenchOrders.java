package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.ingest.avro.IntakeMapping;
import dev.quittance.ingest.domain.Submission;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.StepInput;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;

/** Orders of one step each, made beforehand; no two have the same input or result. */
final class BenchOrders {
  private static final String SOURCE = "bench";
  static final String ASSET = "0x" + "a5".repeat(20);
  static final BigInteger BUDGET = BigInteger.valueOf(150_000);
  private static final long DEADLINE_MS = Duration.ofHours(6).toMillis();

  private final Serializer<OrderRequestsRecord> serializer;
  private final long nowMs;

  /** Orders for now; {@code nowMs} is unix time. */
  BenchOrders(RecordSerdes serdes, long nowMs) {
    this.serializer = serdes.of(Topics.ORDER_REQUESTS).serializer();
    this.nowMs = nowMs;
  }

  /** Order requests as adapters write them; {@code phase} makes their ids unique. */
  List<PreparedRecord> requests(String phase, int count) {
    List<PreparedRecord> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Order order = order(phase + "-" + i, i);
      Submission submission =
          Submission.of(
              order.orderId(),
              order.tenant(),
              order.source(),
              order.sourceId(),
              Bytes.wrap(order.canonicalJson()),
              nowMs);
      requests.add(
          new PreparedRecord(
              submission.orderId().bytes(),
              serializer.serialize(
                  Topics.ORDER_REQUESTS.name(), IntakeMapping.record(submission))));
    }
    return requests;
  }

  /** The same requests cut, or filled up, to the size of the bare chain's values. */
  List<PreparedRecord> chainRecords(String phase, int count) {
    return requests(phase, count).stream()
        .map(request ->
            new PreparedRecord(
                request.key(), Arrays.copyOf(request.value(), BareChain.VALUE_BYTES)))
        .toList();
  }

  private Order order(String sourceId, int number) {
    return new Order(
        BenchCatalogue.TENANT,
        SOURCE,
        sourceId,
        ASSET,
        BUDGET,
        nowMs + DEADLINE_MS,
        List.of(
            new OrderStep(
                "main",
                BenchCatalogue.SERVICE,
                new StepInput.Inline(CanonicalJson.of(input(sourceId, number))),
                null,
                null,
                null)));
  }

  static ObjectNode input(String sourceId, int number) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.put(
        "text",
        """
        Fjellbrygga Boatyard AS
        INVOICE NO: %s
        Due date: 2026-12-05
        Slipway, two days
        Total: %d.50 EUR\
        """
            .formatted(sourceId, 100 + number));
    input
        .putArray("fields")
        .add(field("number", "label").put("after", "Invoice no"))
        .add(field("due", "date").put("after", "Due date"))
        .add(field("total", "money").put("after", "Total"));
    return input;
  }

  private static ObjectNode field(String name, String kind) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("kind", kind);
  }
}
