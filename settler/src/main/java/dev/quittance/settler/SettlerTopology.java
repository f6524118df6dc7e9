package dev.quittance.settler;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code plans} and {@code receipts} → {@code settlements}.
 *
 * <pre>
 * plans ──────▶ settler-plans ────┐
 *                                 ├──▶ settlements
 * receipts ───▶ settler-receipts ─┘
 *                  └ ledgers: orderId → plan's terms and step outcomes, until settled
 * </pre>
 *
 * <p>Both inputs are keyed by orderId and partitioned alike, and both processors share the store of
 * their task. Receipts are read raw: the log holds whatever was appended to it, and what does not
 * decode is no settlement.
 */
public final class SettlerTopology {
  static final String PLANS = "plans";
  static final String RECEIPTS = "receipts";
  static final String SETTLER_PLANS = "settler-plans";
  static final String SETTLER_RECEIPTS = "settler-receipts";
  static final String LEDGERS = "ledgers";
  static final String SETTLEMENTS = "settlements";

  private SettlerTopology() {}

  /** Wires the topology. */
  public static Topology of(RecordSerdes serdes, ReceiptsCodec codec) {
    return ObservedTopology.create()
        .addSource(
            PLANS,
            new ByteArrayDeserializer(),
            serdes.of(Topics.PLANS).deserializer(),
            Topics.PLANS.name())
        .addSource(
            RECEIPTS,
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Topics.RECEIPTS.name())
        .addProcessor(SETTLER_PLANS, PlansProcessor::new, PLANS)
        .addProcessor(SETTLER_RECEIPTS, () -> new ReceiptsProcessor(codec), RECEIPTS)
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
}
