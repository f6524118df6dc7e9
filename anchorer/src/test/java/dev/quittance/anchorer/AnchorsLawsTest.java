package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.anchorer.avro.TileRecords;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.Tile;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.receipts.merkle.TiledTree;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.EntryTile;
import dev.quittance.schemas.avro.LogTilesRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Any interleaving of the tasks, any commits and crashes: the same bytes. */
class AnchorsLawsTest {
  private static final int LOGS = 25;
  private static final int SCHEDULES = 3;

  @Test
  @DisplayName("4: any interleaving, any commits and crashes give the replay's anchor bytes")
  void everyScheduleWithCrashesGivesTheReplaysAnchors() {
    long first = System.nanoTime();
    int anchors = 0;
    for (long seed = first; seed < first + LOGS; seed++) {
      RandomLog log = RandomLog.of(seed);
      List<AssembledPeriod> expected = log.replay();
      for (int schedule = 0; schedule < SCHEDULES; schedule++) {
        assertThat(anchors(run(log, seed + schedule)))
            .as("seed %d, schedule %d", seed, schedule)
            .isEqualTo(expected.stream().map(period -> period.record().encode()).toList());
      }
      anchors += expected.size();
    }
    assertThat(anchors).isGreaterThanOrEqualTo(LOGS);
  }

  @Test
  void everyAnchorCarriesTheCheckpointAfterIt() {
    long seed = System.nanoTime();
    RandomLog log = RandomLog.of(seed);
    VerifierKey key = VerifierKey.ofSeed(log.log().origin(), RandomLog.NOTE_SEED);
    List<AssembledPeriod> expected = log.replay();
    List<AnchorMade> made = run(log, seed);
    for (int seq = 0; seq < expected.size(); seq++) {
      assertThat(Checkpoint.verify(made.get(seq).getCheckpoint(), key))
          .as("seed %d", seed)
          .contains(
              new Checkpoint(log.log().origin(), seq + 1, expected.get(seq).anchors().root()));
      assertThat(made.get(seq).getAnchorHash().bytes())
          .isEqualTo(expected.get(seq).anchorHash().toByteArray());
    }
  }

  private static List<AnchorMade> run(RandomLog log, long schedule) {
    return line(log, schedule).anchors();
  }

  private static List<Bytes> anchors(List<AnchorMade> made) {
    return made.stream().map(m -> Bytes.wrap(AvroValues.bytes(m.getAnchor()))).toList();
  }

  @Test
  @DisplayName(
      "1, 4: on every schedule the tiles sent are one set, whose trees have the heads' roots")
  void law1Tiles() {
    long first = System.nanoTime();
    for (long seed = first; seed < first + 5; seed++) {
      RandomLog log = RandomLog.of(seed);
      List<AssembledPeriod> expected = log.replay();
      Map<String, Bytes> tiles = tiles(line(log, seed), log.log());
      assertThat(tiles).as("seed %d", seed).isEqualTo(tiles(line(log, seed + 1), log.log()));
      for (AssembledPeriod period : expected) {
        for (PartitionHead head : period.heads()) {
          EntryTree tree =
              new EntryTree(log.log().topicId(), head.partition(), period.record().seq());
          TiledTree tiled =
              new TiledTree(
                  head.entries(), tile -> Objects.requireNonNull(tiles.get(tree.nameOf(tile))));
          assertThat(tiled.root()).as("seed %d, %s", seed, tree).isEqualTo(head.entriesRoot());
          assertThat(tiles).containsKey(tree.nameOf(Tile.ofEntry(head.entries(), 0)));
        }
      }
    }
  }

  private static Map<String, Bytes> tiles(SimulatedLine line, LogIdentity log) {
    Map<String, Bytes> tiles = new HashMap<>();
    for (int partition = 0; partition < log.partitionCount(); partition++) {
      for (LogTilesRecord record : line.tileRecords(partition)) {
        EntryTile tile = Objects.requireNonNull(record.getBody());
        TileContent content = TileRecords.content(tile);
        EntryTree tree = new EntryTree(log.topicId(), partition, tile.getSeq());
        assertThat(tiles.put(tree.nameOf(content.tile()), content.bytes())).isNull();
      }
    }
    return tiles;
  }

  private static SimulatedLine line(RandomLog log, long schedule) {
    SimulatedLine line = new SimulatedLine(log.log(), RandomLog.CODEC::decode, RandomLog.NOTE_SEED);
    for (int partition = 0; partition < log.log().partitionCount(); partition++) {
      line.receipts(partition).records().addAll(log.partition(partition));
    }
    line.run(new Random(schedule), 0.05);
    return line;
  }
}
