package dev.quittance.prover;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.receipts.log.EpochStart;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.Receipt;
import dev.quittance.schemas.avro.ReceiptDetailsRecord;
import dev.quittance.schemas.avro.ReceiptsRecord;
import dev.quittance.schemas.avro.SigningRequested;
import dev.quittance.schemas.avro.SigningRequestsRecord;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code executions} → {@code receipts}.
 *
 * <pre>
 * executions ──▶ prover ─┬──▶ receipts, receipt-details, or with a remote signer signing-requests
 *                  │     └──▶ executions.dlq, executions   (dead letters and their outcomes)
 *                  └ sequences: agent → last sequence number in this lane
 * </pre>
 *
 * <p>One input only: what order receipts have in a lane is the order of that lane's executions, so
 * sequence numbers depend on no timing. Task p writes partition p, whatever the key hashes to: an
 * agent's sequence is per lane. What a receipt's detailsRoot commits to goes beside it, erasable.
 *
 * <p>With a remote signer the stream thread numbers only, since it must not wait for a network; the
 * {@link dev.quittance.prover.signing.SigningWorker} signs, in the order of the numbers.
 */
public final class ProverTopology {
  static final String SOURCE = "executions";
  static final String PROVER = "prover";
  static final String SEQUENCES = "sequences";
  static final String SINK = "receipts";
  static final String DETAILS = "receipt-details";
  static final String REQUESTS = "signing-requests";

  private ProverTopology() {}

  /**
   * Wires the topology.
   *
   * @param epoch the log's newest one: where receipts go, and in which agents count from 1
   */
  public static Topology of(
      RecordSerdes serdes,
      EpochStart epoch,
      ReceiptMaking making,
      LaneEnds laneEnds,
      DeadLetterOffice office) {
    String sequences = epoch.suffixed(SEQUENCES);
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
        () -> new ProverProcessor(sequences, making, laneEnds),
        SOURCE);
    topology.addStateStore(sequences(sequences), PROVER);
    for (String sink : making.sinks()) {
      switch (sink) {
        case SINK ->
            addSink(topology, serdes, SINK, receipts(epoch), receipt -> lane(receipt.getBody()));
        case DETAILS ->
            addSink(topology, serdes, DETAILS, Topics.RECEIPT_DETAILS, ProverTopology::lane);
        case REQUESTS ->
            addSink(topology, serdes, REQUESTS, Topics.SIGNING_REQUESTS, ProverTopology::lane);
        default -> throw new IllegalArgumentException("no sink " + sink);
      }
    }
    return topology;
  }

  private static <V extends SpecificRecord> void addSink(
      Topology topology, RecordSerdes serdes, String name, Topic<V> topic, ToIntFunction<V> lane) {
    StreamPartitioner<byte[], V> sameLane =
        (_, _, record, _) -> Optional.of(Set.of(lane.applyAsInt(record)));
    topology.addSink(
        name,
        topic.name(),
        Serdes.ByteArray().serializer(),
        serdes.of(topic).serializer(),
        sameLane,
        PROVER);
  }

  private static int lane(ReceiptDetailsRecord record) {
    return record.getBody() == null ? 0 : Math.toIntExact(record.getBody().getLane());
  }

  private static int lane(SigningRequestsRecord record) {
    SigningRequested request = record.getBody();
    return request == null ? 0 : lane(request.getReceipt());
  }

  private static int lane(Object body) {
    return body instanceof Receipt receipt ? Math.toIntExact(receipt.getLane()) : 0;
  }

  private static Topic<ReceiptsRecord> receipts(EpochStart epoch) {
    return Topics.RECEIPTS.named(epoch.topic());
  }

  private static StoreBuilder<?> sequences(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.Long())
        .withCachingEnabled();
  }
}
