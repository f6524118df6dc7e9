package dev.quittance.anchorer;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.EpochStart;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.LogTilesRecord;
import dev.quittance.schemas.avro.PostingsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;

/**
 * All tasks of the topology with topics of several partitions between them, on a random schedule.
 */
final class SimulatedLine {
  private static final double COMMIT_CHANCE = 0.15;

  private final TestSerdes serdes = new TestSerdes();
  private final int partitions;
  private final List<SimulatedTopic> receipts;
  private final List<SimulatedTopic> postings;
  private final List<SimulatedTopic> tiles;
  private final SimulatedTopic heads = SimulatedTopic.empty(Topics.LOG_HEADS.name(), 0);
  private final SimulatedTopic rows = SimulatedTopic.empty(Topics.SETTLEMENT_ROWS.name(), 0);
  private final SimulatedTopic anchors = SimulatedTopic.empty(Topics.ANCHORS.name(), 0);
  private final List<SimulatedTask<?>> tasks = new ArrayList<>();

  SimulatedLine(LogIdentity log, RecordDecoder decoder, Bytes32 noteSeed) {
    this.partitions = log.partitionCount();
    this.receipts = topics(Topics.RECEIPTS);
    this.postings = topics(Topics.POSTINGS);
    this.tiles = topics(Topics.LOG_TILES);
    Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
    for (int partition = 0; partition < partitions; partition++) {
      tasks.add(
          new SimulatedTask<SpecificRecord>(
              partition,
              () ->
                  new LogProcessor(
                      log, EpochStart.first(Topics.RECEIPTS.name()), decoder, signatures),
              LogTopology.LOG_STORES,
              List.of(receipts.get(partition)),
              forward -> fromLog(forward.childName(), forward.record())));
      tasks.add(
          new SimulatedTask<>(
              partition,
              () -> new SettlementProcessor(partitions, reader(Topics.POSTINGS)),
              LogTopology.SETTLEMENT_STORES,
              List.of(postings.get(partition)),
              forward -> append(rows, Topics.SETTLEMENT_ROWS, forward.record())));
    }
    tasks.add(
        new SimulatedTask<>(
            0,
            () ->
                new PeriodAssembler(
                    log, noteSeed, reader(Topics.LOG_HEADS), reader(Topics.SETTLEMENT_ROWS)),
            LogTopology.ASSEMBLY_STORES,
            List.of(heads, rows),
            forward -> append(anchors, Topics.ANCHORS, forward.record())));
  }

  SimulatedTopic receipts(int partition) {
    return receipts.get(partition);
  }

  SimulatedTopic postings(int partition) {
    return postings.get(partition);
  }

  SimulatedTopic heads() {
    return heads;
  }

  SimulatedTopic rows() {
    return rows;
  }

  /** Runs until nothing is left to read: any task next, a commit or a crash after any record. */
  void run(Random random, double crashChance) {
    List<SimulatedTask<?>> busy = busy();
    while (!busy.isEmpty()) {
      SimulatedTask<?> task = busy.get(random.nextInt(busy.size()));
      int input = random.nextInt(task.inputs());
      if (task.hasInput(input)) {
        task.step(input);
      }
      double dice = random.nextDouble();
      if (dice < crashChance) {
        task.crash();
      } else if (dice < crashChance + COMMIT_CHANCE) {
        task.commit();
      }
      busy = busy();
    }
  }

  List<AnchorMade> anchors() {
    return read(anchors, Topics.ANCHORS).stream()
        .map(record -> Objects.requireNonNull(record.getBody()))
        .toList();
  }

  List<LogTilesRecord> tileRecords(int partition) {
    return read(tiles.get(partition), Topics.LOG_TILES);
  }

  List<LogHeadsRecord> headRecords() {
    return read(heads, Topics.LOG_HEADS);
  }

  <V extends SpecificRecord> List<V> read(SimulatedTopic topic, Topic<V> contract) {
    return topic.records().stream()
        .map(entry -> reader(contract).deserialize(topic.name(), entry.valueBytes()))
        .toList();
  }

  private List<SimulatedTask<?>> busy() {
    return tasks.stream()
        .filter(
            task -> task.isDirty() || IntStream.range(0, task.inputs()).anyMatch(task::hasInput))
        .toList();
  }

  private void fromLog(
      Optional<String> child, Record<? extends byte[], ? extends SpecificRecord> sent) {
    switch (sent.value()) {
      case LogHeadsRecord _ when child.equals(Optional.of(LogTopology.TO_LOG_HEADS)) ->
          append(heads, Topics.LOG_HEADS, sent);
      case LogTilesRecord made when child.equals(Optional.of(LogTopology.TO_LOG_TILES)) ->
          LogTopology.tilesPartitioner()
              .partitions(Topics.LOG_TILES.name(), sent.key(), made, partitions)
              .orElseThrow()
              .forEach(partition -> append(tiles.get(partition), Topics.LOG_TILES, sent));
      case PostingsRecord posted when child.equals(Optional.of(LogTopology.TO_POSTINGS)) ->
          LogTopology.postingsPartitioner()
              .partitions(Topics.POSTINGS.name(), sent.key(), posted, partitions)
              .orElseGet(() -> Set.of(Utils.toPositive(Utils.murmur2(sent.key())) % partitions))
              .forEach(partition -> append(postings.get(partition), Topics.POSTINGS, sent));
      default -> throw new IllegalStateException("sent to " + child + ": " + sent);
    }
  }

  private <V extends SpecificRecord> void append(
      SimulatedTopic topic,
      Topic<V> contract,
      Record<? extends byte[], ? extends SpecificRecord> sent) {
    V value = contract.valueType().cast(sent.value());
    byte[] bytes = serdes.of(contract).serializer().serialize(topic.name(), value);
    Bytes key = sent.key() == null ? null : Bytes.wrap(sent.key());
    topic.append(sent.timestamp(), key, Bytes.wrap(bytes));
  }

  private <V extends SpecificRecord> Deserializer<V> reader(Topic<V> topic) {
    return serdes.of(topic).deserializer();
  }

  private List<SimulatedTopic> topics(Topic<?> topic) {
    return IntStream.range(0, partitions)
        .mapToObj(partition -> SimulatedTopic.empty(topic.name(), partition))
        .toList();
  }
}
