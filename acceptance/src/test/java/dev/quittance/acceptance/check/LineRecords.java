package dev.quittance.acceptance.check;

import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.TopicReader;
import dev.quittance.acceptance.line.TopicReader.Entry;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.Hash32;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.TaskReady;
import dev.quittance.schemas.avro.TaskSucceeded;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** What stands in the topics of a line, as far as the checks need it. */
record LineRecords(
    List<OrderAccepted> orders,
    List<PlanMade> plans,
    List<TaskReady> tasks,
    List<Entry<TaskSucceeded>> successes,
    List<Entry<Execution>> executions,
    List<Entry<Receipt>> receipts,
    List<OrderSettled> settlements,
    List<RowSettled> rows) {

  /** Reads all of it. */
  static LineRecords of(LineUnderTest line) {
    TopicReader reader = line.topics();
    return new LineRecords(
        values(reader, Topics.ORDERS, record -> record.getBody(), OrderAccepted.class),
        values(reader, Topics.PLANS, record -> record.getBody(), PlanMade.class),
        values(reader, Topics.TASKS, record -> record.getBody(), TaskReady.class),
        entries(reader, Topics.RESULTS, record -> record.getBody(), TaskSucceeded.class).toList(),
        entries(reader, Topics.EXECUTIONS, record -> record.getBody(), Execution.class).toList(),
        receipts(reader, line.log().epochs()),
        values(reader, Topics.SETTLEMENTS, record -> record.getBody(), OrderSettled.class),
        values(reader, Topics.SETTLEMENT_ROWS, record -> record.getBody(), RowSettled.class));
  }

  /**
   * The same without the outcomes that went aside when they were read, though they can be read now:
   * what was redriven stands behind them once more.
   *
   * @param origins {@code TOPIC:PARTITION:OFFSET}
   */
  LineRecords withoutAside(Set<String> origins) {
    List<Entry<Execution>> taken =
        executions.stream()
            .filter(it ->
                !origins.contains(
                    "%s:%d:%d".formatted(Topics.EXECUTIONS.name(), it.partition(), it.offset())))
            .toList();
    return new LineRecords(orders, plans, tasks, successes, taken, receipts, settlements, rows);
  }

  /** Whether an order has an outcome with a verdict, a receipt of it, and a settlement by it. */
  boolean hasEnded(String orderId, int verdict) {
    return executions.stream()
            .map(Entry::value)
            .anyMatch(it -> id(it.getOrderId()).equals(orderId) && it.getVerdict() == verdict)
        && receipts.stream()
            .map(Entry::value)
            .anyMatch(
                it -> it.orderId().toString().equals(orderId) && it.verdict().code() == verdict)
        && settlements.stream()
            .anyMatch(it -> id(it.getOrderId()).equals(orderId) && it.getVerdict() == verdict);
  }

  /** The id of an order or step as the gateway writes it. */
  static String id(Hash32 hash) {
    return AvroValues.hex(hash);
  }

  /** Those of all epochs, with the partitions numbered through: agents count from 1 in each. */
  private static List<Entry<Receipt>> receipts(TopicReader reader, LogEpochs epochs) {
    ReceiptsCodec codec = AcceptedSchemas.codec(epochs);
    return epochs.topics().stream()
        .flatMap(topic -> reader.raw(topic).stream())
        .flatMap(raw ->
            codec.receipt(raw.value()).stream()
                .map(signed ->
                    new Entry<>(
                        epochs.partitions().number(raw.topic(), raw.partition()),
                        raw.offset(),
                        raw.timestamp(),
                        signed.receipt())))
        .toList();
  }

  private static <V extends SpecificRecord, B> List<B> values(
      TopicReader reader, Topic<V> topic, Function<V, Object> body, Class<B> kind) {
    return entries(reader, topic, body, kind).map(Entry::value).toList();
  }

  private static <V extends SpecificRecord, B> Stream<Entry<B>> entries(
      TopicReader reader, Topic<V> topic, Function<V, Object> body, Class<B> kind) {
    return reader.read(topic).stream()
        .filter(entry -> kind.isInstance(body.apply(entry.value())))
        .map(entry ->
            new Entry<>(
                entry.partition(),
                entry.offset(),
                entry.appendedMs(),
                kind.cast(body.apply(entry.value()))));
  }
}
