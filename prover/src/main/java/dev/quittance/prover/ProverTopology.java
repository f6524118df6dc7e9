package dev.quittance.prover;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ReceiptDetailsRecord;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code executions} → {@code receipts}.
 *
 * <pre>
 * executions ──▶ prover ─┬──▶ receipts
 *                  │     ├──▶ receipt-details   (what detailsRoot commits to; erasable)
 *                  │     └──▶ executions.dlq, executions   (dead letters and their outcomes)
 *                  └ sequences: agent → last sequence number in this lane
 * </pre>
 *
 * <p>One input only: what order receipts have in a lane is the order of that lane's executions, so
 * sequence numbers depend on no timing. Task p writes partition p, whatever the key hashes to: an
 * agent's sequence is per lane.
 */
public final class ProverTopology {
  static final String SOURCE = "executions";
  static final String PROVER = "prover";
  static final String SEQUENCES = "sequences";
  static final String SINK = "receipts";
  static final String DETAILS = "receipt-details";

  private ProverTopology() {}

  /** Wires the topology. */
  public static Topology of(
      RecordSerdes serdes,
      ReceiptDomain domain,
      Keyring keys,
      LaneEnds laneEnds,
      DeadLetterOffice office) {
    StreamPartitioner<byte[], ReceiptsRecord> sameLane =
        (topic, key, receipt, partitions) -> Optional.of(Set.of(laneOf(receipt)));
    StreamPartitioner<byte[], ReceiptDetailsRecord> besideIt =
        (topic, key, details, partitions) -> Optional.of(Set.of(laneOf(details)));
    Topology topology =
        ObservedTopology.create()
            .addSource(
                SOURCE,
                Serdes.ByteArray().deserializer(),
                serdes.of(Topics.EXECUTIONS).deserializer(),
                Topics.EXECUTIONS.name());
    office.addProcessor(
        topology,
        PROVER,
        Topics.EXECUTIONS,
        () -> new ProverProcessor(domain, keys, laneEnds),
        SOURCE);
    return topology
        .addStateStore(sequences(), PROVER)
        .addSink(
            SINK,
            Topics.RECEIPTS.name(),
            Serdes.ByteArray().serializer(),
            serdes.of(Topics.RECEIPTS).serializer(),
            sameLane,
            PROVER)
        .addSink(
            DETAILS,
            Topics.RECEIPT_DETAILS.name(),
            Serdes.ByteArray().serializer(),
            serdes.of(Topics.RECEIPT_DETAILS).serializer(),
            besideIt,
            PROVER);
  }

  private static int laneOf(ReceiptsRecord value) {
    return value.getBody() instanceof dev.quittance.schemas.avro.Receipt receipt
        ? Math.toIntExact(receipt.getLane())
        : 0;
  }

  private static int laneOf(ReceiptDetailsRecord value) {
    return value.getBody() == null ? 0 : Math.toIntExact(value.getBody().getLane());
  }

  private static StoreBuilder<?> sequences() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(SEQUENCES), Serdes.ByteArray(), Serdes.Long())
        .withCachingEnabled();
  }
}
