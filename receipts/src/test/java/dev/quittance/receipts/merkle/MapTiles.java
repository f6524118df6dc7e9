package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tiles and the edge of a tree on the heap, which counts what is read. */
final class MapTiles implements TileReader, TileEdge {
  private final Map<Tile, Bytes> tiles = new HashMap<>();
  private final Map<Integer, Bytes> edge = new HashMap<>();
  private int reads;

  void add(List<TileContent> contents) {
    contents.forEach(content -> tiles.put(content.tile(), content.bytes()));
  }

  Map<Tile, Bytes> tiles() {
    return tiles;
  }

  int takeReads() {
    int before = reads;
    reads = 0;
    return before;
  }

  int edgeBytes() {
    return edge.values().stream().mapToInt(Bytes::size).sum();
  }

  @Override
  public Bytes read(Tile tile) {
    reads++;
    return Optional.ofNullable(tiles.get(tile))
        .or(() -> Optional.ofNullable(tiles.get(tile.full())))
        .orElseThrow(() -> new MissingTileException(tile.path()));
  }

  @Override
  public Bytes get(int level) {
    return edge.getOrDefault(level, Bytes.EMPTY);
  }

  @Override
  public void put(int level, Bytes bytes) {
    edge.put(level, bytes);
  }
}
