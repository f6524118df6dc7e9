package dev.quittance.explorer.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.explorer.store.RocksStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.merkle.EntryBundle;
import dev.quittance.receipts.merkle.MissingTileException;
import dev.quittance.receipts.merkle.Rfc6962;
import dev.quittance.receipts.merkle.Tile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the log index; from any thread, as long as its store is open. */
public final class LogIndex {
  private final RocksStore store;

  /** Over a store that a follower writes. */
  LogIndex(RocksStore store) {
    this.store = store;
  }

  /**
   * The latest checkpoint.
   *
   * @param size anchors that it covers
   * @param note the signed note
   */
  public record LatestCheckpoint(long size, String note) {}

  /** A receipt of an order, by its EIP-712 digest. */
  record OrdersReceipt(Bytes32 digest, Place place) {}

  /** Where receipts stand whose digest begins as this one does, in the order of places. */
  List<Place> places(Bytes32 digest) {
    List<Place> places = new ArrayList<>();
    byte[] from = LogKeys.receipts(digest);
    store.scan(from, LogKeys.after(from), (key, _) -> places.add(LogKeys.placeOf(key)));
    return places;
  }

  /** Receipts of orders whose id begins as this one does, copies and refused ones included. */
  List<OrdersReceipt> receiptsOf(Bytes32 orderId) {
    List<OrdersReceipt> receipts = new ArrayList<>();
    byte[] from = LogKeys.receiptsOf(orderId);
    store.scan(
        from,
        LogKeys.after(from),
        (key, digest) ->
            receipts.add(new OrdersReceipt(Bytes32.copyOf(digest), LogKeys.placeOf(key))));
    return receipts;
  }

  /** The head of the closed period that a place is in; empty while its period is open. */
  Optional<IndexedHead> headOver(Place place) {
    List<IndexedHead> found = new ArrayList<>(1);
    store.scan(
        LogKeys.headBefore(place.number(), place.offset() + 1),
        LogKeys.headBefore(place.number() + 1, 0),
        (_, head) -> {
          found.add(IndexedHead.decode(head));
          return false;
        });
    return found.stream().findFirst();
  }

  /** The latest closed period of a partition. */
  Optional<IndexedHead> latestHead(int partition) {
    return Optional.ofNullable(store.get(LogKeys.latestHead(partition))).map(IndexedHead::decode);
  }

  /** The heads of a period, partition 0 first. */
  List<PartitionHead> heads(long period) {
    List<PartitionHead> heads = new ArrayList<>();
    store.scan(
        LogKeys.headOf(period, 0),
        LogKeys.headOf(period + 1, 0),
        (_, head) -> heads.add(IndexedHead.decode(head).head()));
    return heads;
  }

  /** The anchor record of a period. */
  Optional<AnchorRecord> anchor(long seq) {
    return Optional.ofNullable(store.get(LogKeys.anchor(seq)))
        .flatMap(anchor -> AnchorRecord.decode(Bytes.wrap(anchor)));
  }

  /** The latest checkpoint; empty before the first period is anchored. */
  public Optional<LatestCheckpoint> checkpoint() {
    return Optional.ofNullable(store.get(LogKeys.checkpoint()))
        .map(stored -> {
          long size = ByteBuffer.wrap(stored).getLong();
          String note = new String(stored, Long.BYTES, stored.length - Long.BYTES, UTF_8);
          return new LatestCheckpoint(size, note);
        });
  }

  /** The latest note over a partition's open period; it may be closed by now. */
  Optional<String> interim(int partition) {
    return Optional.ofNullable(store.get(LogKeys.interim(partition)))
        .map(note -> new String(note, UTF_8));
  }

  /**
   * A tile of the anchor log, of the width asked for.
   *
   * @throws MissingTileException if the log has no such tile yet
   */
  Bytes anchorTile(Tile tile) {
    // What is unfinished belongs to the tile that the size says, as long as the size stays.
    for (int attempt = 0; attempt < 3; attempt++) {
      long before = size();
      Optional<Bytes> read = readTile(tile, before);
      if (before == size()) {
        return read.orElseThrow(() -> new MissingTileException(tile.path()));
      }
    }
    throw new MissingTileException(tile.path() + " just changes");
  }

  private long size() {
    return checkpoint().map(LatestCheckpoint::size).orElse(0L);
  }

  private Optional<Bytes> readTile(Tile tile, long size) {
    byte[] full = store.get(LogKeys.tile(tile.level(), tile.index()));
    if (full != null) {
      return Optional.of(prefix(tile, Bytes.wrap(full)));
    }
    long hashes = size;
    for (int level = 0; level < tile.level(); level++) {
      hashes /= Tile.FULL;
    }
    if (tile.index() != hashes / Tile.FULL || tile.width() > hashes % Tile.FULL) {
      return Optional.empty();
    }
    byte[] unfinished = store.get(LogKeys.edge(tile.level() == 0 ? Tile.ENTRIES : tile.level()));
    return Optional.ofNullable(unfinished)
        .map(Bytes::wrap)
        .map(edge -> prefix(tile, tile.level() == 0 ? leafHashes(edge) : edge));
  }

  private static Bytes leafHashes(Bytes bundle) {
    List<Bytes> anchors = EntryBundle.entries(bundle);
    ByteBuffer hashes = ByteBuffer.allocate(anchors.size() * Bytes32.SIZE);
    anchors.forEach(anchor -> Rfc6962.leafHash(anchor).write(hashes));
    return Bytes.wrap(hashes.array());
  }

  /** The first entries or hashes of a tile that may be wider. */
  static Bytes prefix(Tile tile, Bytes wider) {
    if (tile.isEntries()) {
      return EntryBundle.prefix(wider, tile.width());
    }
    byte[] bytes = new byte[tile.width() * Bytes32.SIZE];
    wider.asBuffer().get(bytes);
    return Bytes.wrap(bytes);
  }
}
