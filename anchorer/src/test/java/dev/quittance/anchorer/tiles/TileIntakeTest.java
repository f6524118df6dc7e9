package dev.quittance.anchorer.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.anchorer.TestSerdes;
import dev.quittance.anchorer.avro.TileRecords;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.merkle.Tile;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.LogTilesRecord;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileIntakeTest {
  private static final UUID TOPIC = new UUID(1, 2);
  private final TestSerdes serdes = new TestSerdes();
  @TempDir Path folder;
  private DirectoryBlobStore blobs;
  private TileIntake intake;

  @BeforeEach
  void open() {
    blobs = new DirectoryBlobStore(folder);
    intake = new TileIntake(blobs, _ -> TOPIC, serdes.of(Topics.LOG_TILES).deserializer());
  }

  private byte[] value(LogTilesRecord record) {
    return serdes.of(Topics.LOG_TILES).serializer().serialize(Topics.LOG_TILES.name(), record);
  }

  private byte[] tile(Tile tile, int content) {
    Bytes bytes = Bytes.wrap(new byte[] {(byte) content});
    return value(TileRecords.of(TileRecords.of(7, 3, new TileContent(tile, bytes))));
  }

  @Test
  void tilesAreStoredUnderTheirTlogTilesPathsAndAgainWithoutHarm() {
    intake.take(tile(new Tile(Tile.ENTRIES, 1234, 5), 1));
    intake.take(tile(new Tile(Tile.ENTRIES, 1234, 5), 1));
    intake.take(tile(new Tile(0, 0, Tile.FULL), 2));
    String prefix = "log/" + TOPIC + "/3/7/tile/";
    assertThat(blobs.published(prefix + "entries/x001/234.p/5")).contains(new byte[] {1});
    assertThat(blobs.published(prefix + "0/000")).contains(new byte[] {2});
  }

  @Test
  void otherBytesUnderTheSameNameStopIt() {
    intake.take(tile(new Tile(1, 0, 2), 1));
    assertThatThrownBy(() -> intake.take(tile(new Tile(1, 0, 2), 2)))
        .isInstanceOf(TileContradiction.class)
        .hasMessageContaining("/3/7/tile/1/000.p/2");
  }

  @Test
  void aRecordWithoutATileStopsItToo() {
    assertThatThrownBy(() -> intake.take(value(new LogTilesRecord(null))))
        .isInstanceOf(IllegalStateException.class);
  }
}
