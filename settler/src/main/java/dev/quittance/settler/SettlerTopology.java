package dev.quittance.settler;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code plans} and {@code receipts} → {@code settlements}.
 *
 * <pre>
 * plans ─────────────┬──▶ settler-plans ────┬──▶ settlements
 * plans.redrive ─────┘                      │
 * receipts ──────────┬──▶ settler-receipts ─┘
 * receipts.redrive ──┘       └ ledgers: orderId → plan's terms and step outcomes; that it is settled
 *
 * settler-plans ────▶ plans.dlq
 * settler-receipts ─▶ receipts.dlq
 * </pre>
 *
 * <p>All inputs are keyed by orderId and partitioned alike, and both processors share the store of
 * their task. Receipts are read raw: the log holds whatever was appended to it, and what does not
 * decode is no settlement.
 *
 * <p>The settler is the second reader of its topics: a dead letter of it ends no order, since the
 * executor has the plan and the log the receipt. What is redriven to it comes through topics of its
 * own: a plan that stands in {@code plans} twice would run twice, and {@code receipts} is the log.
 *
 * <p>A settled order's ledger becomes a mark that stays: what comes late, or again from the dead
 * letters, must neither settle it twice nor open a new ledger.
 */
public final class SettlerTopology {
  static final String PLANS = "plans";
  static final String RECEIPTS = "receipts";
  static final String SETTLER_PLANS = "settler-plans";
  static final String SETTLER_RECEIPTS = "settler-receipts";
  static final String LEDGERS = "ledgers";
  static final String SETTLEMENTS = "settlements";

  private SettlerTopology() {}

  /**
   * Wires the topology.
   *
   * @param log the topics of all of the log's epochs: an order's receipts may stand in two
   * @param codec of their records
   * @param office the settler's own, which {@link DeadLetterOffice#ofSecondReader()} makes
   */
  public static Topology of(
      RecordSerdes serdes, List<String> log, ReceiptsCodec codec, DeadLetterOffice office) {
    Topology topology =
        ObservedTopology.create()
            .addSource(
                PLANS,
                new ByteArrayDeserializer(),
                serdes.of(Topics.PLANS).deserializer(),
                Topics.PLANS.name(),
                Topics.PLANS.redriveName())
            .addSource(
                RECEIPTS,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                withRedrive(log));
    office.addProcessor(topology, SETTLER_PLANS, Topics.PLANS, PlansProcessor::new, PLANS);
    office.addRawProcessor(
        topology, SETTLER_RECEIPTS, Topics.RECEIPTS, () -> new ReceiptsProcessor(codec), RECEIPTS);
    return topology
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(LEDGERS), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingEnabled(),
            SETTLER_PLANS,
            SETTLER_RECEIPTS)
        .addSink(
            SETTLEMENTS,
            Topics.SETTLEMENTS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.SETTLEMENTS).serializer(),
            SETTLER_PLANS,
            SETTLER_RECEIPTS);
  }

  private static String[] withRedrive(List<String> log) {
    return Stream.concat(log.stream(), Stream.of(Topics.RECEIPTS.redriveName()))
        .toArray(String[]::new);
  }
}
