package dev.quittance.receipts.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws 1 to 3 of the log's format, for trees of which only tiles exist. */
class TileLawsTest {

  /** Three tile levels, the middle one not full. */
  private static final int LARGE = Tile.FULL * Tile.FULL + 3 * Tile.FULL + 77;

  /** A tree that was written as tiles, beside the same tree in memory. */
  private static final class Written {
    private final MapTiles tiles = new MapTiles();
    private final TileWriter writer = new TileWriter(tiles);
    private final List<Bytes> leaves = new ArrayList<>();

    void append(Bytes leaf) {
      tiles.add(writer.append(leaves.size(), leaf));
      leaves.add(leaf);
    }

    MerkleTree whole() {
      return MerkleTree.of(leaves.stream().map(Rfc6962::leafHash).toList());
    }

    TiledTree tiled() {
      tiles.add(writer.partial(leaves.size()));
      return new TiledTree(leaves.size(), tiles);
    }

    static Written of(RandomValues values, int size) {
      Written written = new Written();
      for (int i = 0; i < size; i++) {
        written.append(values.bytes(values.below(40)));
      }
      return written;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 1)
  @DisplayName("1: the root from written tiles is the frontier's and the tree's, for every n")
  void law1(long seed) {
    RandomValues values = new RandomValues(seed);
    Written written = new Written();
    Frontier frontier = Frontier.EMPTY;
    for (int n = 0; n < 3 * Tile.FULL + 5; n++) {
      assertThat(written.tiled().root()).as("n = %d", n).isEqualTo(frontier.root());
      Bytes leaf = values.bytes(values.below(40));
      written.append(leaf);
      frontier = frontier.append(Rfc6962.leafHash(leaf));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 3)
  @DisplayName("1: tiles are those of the whole tree, at every level, and the edge stays small")
  void law1Tiles(long seed) {
    Written written = Written.of(new RandomValues(seed), LARGE);
    MerkleTree whole = written.whole();
    TiledTree tiled = written.tiled();
    assertThat(tiled.root()).isEqualTo(whole.root());
    written
        .tiles
        .tiles()
        .forEach((tile, bytes) -> {
          if (tile.isEntries()) {
            int from = (int) tile.index() * Tile.FULL;
            assertThat(EntryBundle.entries(bytes))
                .isEqualTo(written.leaves.subList(from, from + tile.width()));
          } else {
            assertThat(bytes)
                .as(tile.path())
                .isEqualTo(TileHashes.tile(whole, tile.level(), (int) tile.index()));
          }
        });
    assertThat(written.tiles.edgeBytes()).isLessThan(Tile.FULL * 42 + 2 * 255 * Bytes32.SIZE);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6, 7})
  @DisplayName("2: inclusion proofs from tiles are those of the whole tree, from few tiles")
  void law2(long seed) {
    RandomValues values = new RandomValues(seed);
    int size = seed == 5 ? LARGE : 1 + values.below(2000);
    Written written = Written.of(values, size);
    MerkleTree whole = written.whole();
    written.tiled();
    for (int i = 0; i < 200; i++) {
      int index = values.below(size);
      written.tiles.takeReads();
      TiledTree tiled = new TiledTree(size, written.tiles);
      InclusionProof proof = tiled.inclusionProof(index);
      assertThat(written.tiles.takeReads()).as("tiles read").isLessThanOrEqualTo(6);
      assertThat(proof).isEqualTo(whole.inclusionProof(index));
      assertThat(proof.verify(whole.leafHash(index), whole.root())).isTrue();
      int smaller = index + 1 + values.below(size - index);
      assertThat(tiled.inclusionProof(index, smaller))
          .isEqualTo(whole.inclusionProof(index, smaller));
    }
  }

  @ParameterizedTest(name = "{0} leaves, seed {1}")
  @CsvSource({"0, 8", "1, 9", "2, 10", "255, 11", "256, 12", "257, 13", "300, 14"})
  @DisplayName("3: consistency proofs from tiles are those of the whole tree, for all m ≤ n")
  void law3(int size, long seed) {
    Written written = Written.of(new RandomValues(seed), size);
    MerkleTree whole = written.whole();
    TiledTree tiled = written.tiled();
    for (int m = 0; m <= size; m++) {
      for (int n = m; n <= size; n += 1 + n / 10) {
        ConsistencyProof proof = tiled.consistencyProof(m, n);
        assertThat(proof).as("%d of %d", m, n).isEqualTo(whole.consistencyProof(m, n));
        assertThat(proof.verify(tiled.root(m), tiled.root(n))).as("%d of %d", m, n).isTrue();
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 15)
  @DisplayName("3: and for random m ≤ n of a tree of three tile levels")
  void law3Large(long seed) {
    RandomValues values = new RandomValues(seed);
    Written written = Written.of(values, LARGE);
    MerkleTree whole = written.whole();
    TiledTree tiled = written.tiled();
    for (int i = 0; i < 300; i++) {
      int n = values.below(LARGE + 1);
      int m = values.below(n + 1);
      assertThat(tiled.consistencyProof(m, n))
          .as("%d of %d", m, n)
          .isEqualTo(whole.consistencyProof(m, n));
    }
  }

  @Test
  void anotherTreeCanBeginWhereOneIsFinished() {
    RandomValues values = new RandomValues(17);
    Written first = Written.of(values, 1000);
    List<TileContent> partial = first.writer.partial(1000);
    assertThat(first.writer.finish(1000)).isEqualTo(partial).hasSize(3);
    assertThat(first.tiles.edgeBytes()).isZero();
  }

  @Test
  void aTileThatIsNotThereOrTooShortIsNamed() {
    Written written = Written.of(new RandomValues(18), 300);
    TiledTree missing = new TiledTree(301, written.tiles);
    assertThatThrownBy(missing::root)
        .isInstanceOf(MissingTileException.class)
        .hasMessageContaining("tile/1/000.p/1");
    TiledTree tooShort = new TiledTree(2, _ -> Bytes32.ZERO.toBytes());
    assertThatThrownBy(tooShort::root).isInstanceOf(MissingTileException.class);
    assertThatThrownBy(() -> written.tiled().root(301))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 0, 1, tile/0/000.p/1",
    "1, 999, 256, tile/1/999",
    "2, 1000, 255, tile/2/x001/000.p/255",
    "0, 1234067, 256, tile/0/x001/x234/067",
    "-1, 1234067, 7, tile/entries/x001/x234/067.p/7",
    "63, 0, 1, tile/63/000.p/1",
  })
  void pathsAreThoseOfTlogTiles(int level, long index, int width, String path) {
    Tile tile = new Tile(level, index, width);
    assertThat(tile.path()).isEqualTo(path);
    assertThat(Tile.parse(path)).contains(tile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/0/0",
        "tile/0/00",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/entry/000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/..",
        "",
      })
  void otherSpellingsAreNoPaths(String path) {
    assertThat(Tile.parse(path)).isEmpty();
  }

  @Test
  void aBundleThatEndsInsideOfAnEntryIsRefused() {
    Bytes bundle = EntryBundle.of(List.of(Bytes.wrap(new byte[3]), Bytes.EMPTY));
    assertThat(bundle.size()).isEqualTo(7);
    assertThat(EntryBundle.prefix(bundle, 1).size()).isEqualTo(5);
    assertThatThrownBy(() -> EntryBundle.prefix(bundle, 3))
        .isInstanceOf(IllegalArgumentException.class);
    Bytes cut = Bytes.wrap(new byte[] {0, 3, 1});
    assertThatThrownBy(() -> EntryBundle.entries(cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entry 0");
  }
}
