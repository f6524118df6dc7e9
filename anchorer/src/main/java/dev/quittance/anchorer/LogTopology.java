package dev.quittance.anchorer;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.EpochStart;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.LogTilesRecord;
import dev.quittance.schemas.avro.PostingsEnded;
import dev.quittance.schemas.avro.PostingsRecord;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code receipts} → {@code anchors}, in one application.
 *
 * <pre>
 * receipts ──▶ log ──▶ log-heads ─────────────────────────────▶ assembler ──▶ anchors
 *               ├────▶ log-tiles
 *               └────▶ postings ──▶ settlement ──▶ settlement-rows ──▶┘
 * </pre>
 *
 * <p>Three sub-topologies, since each is spread by something else: the log by order (a leaf's place
 * is its partition and offset), settlement by account, the assembler not at all. The topics between
 * them are public: an auditor reads them.
 *
 * <p>The log's own stores are an epoch's: offsets and agents' sequences begin again with its topic.
 * Settlement and the assembler go on.
 *
 * <p>All sources are raw bytes. The log takes values that do not decode as leaves; the others stop
 * on one, where Streams' own decoding would pass it by. All stores are cached, so a receipt costs
 * no changelog record of its own: they are written once per commit.
 */
public final class LogTopology {
  static final String FROM_RECEIPTS = "from-receipts";
  static final String LOG = "log";
  static final String LOG_STATE = "log-state";
  static final String LOG_AGENTS = "log-agents";
  static final String LOG_SUMS = "log-sums";
  static final String LOG_TILES = "log-tiles";
  static final String TO_LOG_TILES = "to-log-tiles";
  static final String TO_LOG_HEADS = "to-log-heads";
  static final String TO_POSTINGS = "to-postings";

  static final String FROM_POSTINGS = "from-postings";
  static final String SETTLEMENT = "settlement";
  static final String SETTLEMENT_PROGRESS = "settlement-progress";
  static final String SETTLEMENT_SUMS = "settlement-sums";
  static final String SETTLEMENT_BALANCES = "settlement-balances";
  static final String TO_SETTLEMENT_ROWS = "to-settlement-rows";

  static final String FROM_LOG_HEADS = "from-log-heads";
  static final String FROM_SETTLEMENT_ROWS = "from-settlement-rows";
  static final String ASSEMBLER = "assembler";
  static final String ASSEMBLY_STATE = "assembly-state";
  static final String ASSEMBLY_HEADS = "assembly-heads";
  static final String ASSEMBLY_ROWS = "assembly-rows";
  static final String ASSEMBLY_ROWS_ENDS = "assembly-rows-ends";
  static final String TO_ANCHORS = "to-anchors";

  /** The stores of the log processor, as a first epoch names them. */
  static final List<String> LOG_STORES = List.of(LOG_STATE, LOG_AGENTS, LOG_SUMS, LOG_TILES);

  /** The stores of the settlement processor. */
  static final List<String> SETTLEMENT_STORES =
      List.of(SETTLEMENT_PROGRESS, SETTLEMENT_SUMS, SETTLEMENT_BALANCES);

  /** The stores of the assembler. */
  static final List<String> ASSEMBLY_STORES =
      List.of(ASSEMBLY_STATE, ASSEMBLY_HEADS, ASSEMBLY_ROWS, ASSEMBLY_ROWS_ENDS);

  private static final Deserializer<byte[]> RAW = Serdes.ByteArray().deserializer();
  private static final Serializer<byte[]> KEY = Serdes.ByteArray().serializer();

  private LogTopology() {}

  /** The topic on which the application's log state of each partition stands, once per commit. */
  static String stateTopic(String applicationId, EpochStart epoch) {
    return applicationId + "-" + epoch.suffixed(LOG_STATE) + "-changelog";
  }

  /**
   * Wires the topology.
   *
   * @param log its newest epoch; its partitions are those of the epoch's topic and of {@code
   *     postings}
   * @param epoch where that begins
   * @param decoder reads the values of {@code receipts}, as the log's rules say
   * @param noteSeed signs checkpoints (Ed25519)
   */
  public static Topology of(
      LogIdentity log,
      EpochStart epoch,
      RecordDecoder decoder,
      Bytes32 noteSeed,
      Secp256k1Signatures signatures,
      RecordSerdes serdes) {
    Topology topology = ObservedTopology.create();
    addLog(topology, log, epoch, decoder, signatures, serdes);
    addSettlement(topology, log, serdes);
    addAssembler(topology, log, noteSeed, serdes);
    return topology;
  }

  private static void addLog(
      Topology topology,
      LogIdentity log,
      EpochStart epoch,
      RecordDecoder decoder,
      Secp256k1Signatures signatures,
      RecordSerdes serdes) {
    topology
        .addSource(FROM_RECEIPTS, RAW, RAW, epoch.topic())
        .addProcessor(LOG, () -> new LogProcessor(log, epoch, decoder, signatures), FROM_RECEIPTS)
        .addSink(
            TO_LOG_TILES,
            Topics.LOG_TILES.name(),
            KEY,
            serdes.of(Topics.LOG_TILES).serializer(),
            tilesPartitioner(),
            LOG)
        .addSink(
            TO_LOG_HEADS,
            Topics.LOG_HEADS.name(),
            KEY,
            serdes.of(Topics.LOG_HEADS).serializer(),
            LOG)
        .addSink(
            TO_POSTINGS,
            Topics.POSTINGS.name(),
            KEY,
            serdes.of(Topics.POSTINGS).serializer(),
            postingsPartitioner(),
            LOG);
    addStores(topology, LOG_STORES.stream().map(epoch::suffixed).toList(), LOG);
  }

  private static void addSettlement(Topology topology, LogIdentity log, RecordSerdes serdes) {
    Deserializer<PostingsRecord> postings = serdes.of(Topics.POSTINGS).deserializer();
    topology
        .addSource(FROM_POSTINGS, RAW, RAW, Topics.POSTINGS.name())
        .addProcessor(
            SETTLEMENT,
            () -> new SettlementProcessor(log.partitionCount(), postings),
            FROM_POSTINGS)
        .addSink(
            TO_SETTLEMENT_ROWS,
            Topics.SETTLEMENT_ROWS.name(),
            KEY,
            serdes.of(Topics.SETTLEMENT_ROWS).serializer(),
            SETTLEMENT);
    addStores(topology, SETTLEMENT_STORES, SETTLEMENT);
  }

  private static void addAssembler(
      Topology topology, LogIdentity log, Bytes32 noteSeed, RecordSerdes serdes) {
    Deserializer<LogHeadsRecord> heads = serdes.of(Topics.LOG_HEADS).deserializer();
    Deserializer<SettlementRowsRecord> rows = serdes.of(Topics.SETTLEMENT_ROWS).deserializer();
    topology
        .addSource(FROM_LOG_HEADS, RAW, RAW, Topics.LOG_HEADS.name())
        .addSource(FROM_SETTLEMENT_ROWS, RAW, RAW, Topics.SETTLEMENT_ROWS.name())
        .addProcessor(
            ASSEMBLER,
            () -> new PeriodAssembler(log, noteSeed, heads, rows),
            FROM_LOG_HEADS,
            FROM_SETTLEMENT_ROWS)
        .addSink(
            TO_ANCHORS,
            Topics.ANCHORS.name(),
            KEY,
            serdes.of(Topics.ANCHORS).serializer(),
            ASSEMBLER);
    addStores(topology, ASSEMBLY_STORES, ASSEMBLER);
  }

  /** Tiles stay in their log's partition, so that each has one writer and keeps its order. */
  static StreamPartitioner<byte[], LogTilesRecord> tilesPartitioner() {
    return (topic, key, value, partitions) ->
        Optional.ofNullable(value.getBody()).map(tile -> Set.of(tile.getPartition()));
  }

  /**
   * Sums go where Kafka's hash of their key puts them, an end marker to every partition: each must
   * know that nothing more comes.
   */
  static StreamPartitioner<byte[], PostingsRecord> postingsPartitioner() {
    return (topic, key, value, partitions) ->
        value.getBody() instanceof PostingsEnded
            ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()))
            : Optional.empty();
  }

  /** The builder of a byte store. */
  static StoreBuilder<KeyValueStore<byte[], byte[]>> store(KeyValueBytesStoreSupplier supplier) {
    return Stores.keyValueStoreBuilder(supplier, Serdes.ByteArray(), Serdes.ByteArray());
  }

  private static void addStores(Topology topology, List<String> names, String processor) {
    for (String name : names) {
      topology.addStateStore(
          store(Stores.persistentKeyValueStore(name)).withCachingEnabled(), processor);
    }
  }
}
