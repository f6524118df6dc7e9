package dev.quittance.receipts.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.ProvenReceipt;
import dev.quittance.receipts.log.PublishedEntries;
import dev.quittance.receipts.log.RandomLog;
import dev.quittance.receipts.log.ReplayStep;
import dev.quittance.receipts.log.ReplayedPeriod;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.MissingTileException;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.receipts.merkle.TileEdge;
import dev.quittance.receipts.merkle.TileReader;
import dev.quittance.receipts.merkle.TileWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is published of a log gives the bundles that a replay of its records gives. */
class TileBundlesTest {
  private static final BundleVerifier VERIFIER = new BundleVerifier(RandomLog.SIGNATURES);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 4);
  }

  /** A log and all that is published of it. */
  private static final class Published {
    private final RandomLog log;
    private final Bytes32 seed;
    private final LogReplay replay;
    private final Map<String, Bytes> tiles = new HashMap<>();
    private final Map<Long, TileBundles.Period> periods = new HashMap<>();
    private String note = "";

    Published(long number) {
      log = new RandomLog(number, 1 + (int) (number % 3), 3);
      seed = log.values().bytes32();
      replay = new LogReplay(log.identity(), RandomLog.SIGNATURES, Retention.ofReceipts(_ -> true));
      TileWriter anchors = new TileWriter(new Edge());
      for (int p = 0; p < log.identity().partitionCount(); p++) {
        TileWriter entries = new TileWriter(new Edge());
        for (RandomLog.Written written : log.partition(p)) {
          ReplayStep step = replay.feed(p, written.record());
          publish(p, entries, step.appended());
          step.completed().forEach(period -> publish(anchors, period));
        }
      }
    }

    private void publish(int partition, TileWriter entries, Appended appended) {
      EntryTree tree = new EntryTree(log.identity().topicId(), partition, appended.period());
      entries.append(appended.index(), appended.entry().encode()).forEach(t -> add(tree, t));
      appended
          .closed()
          .ifPresent(
              closed -> entries.finish(closed.head().entries()).forEach(tile -> add(tree, tile)));
    }

    private void add(EntryTree tree, TileContent content) {
      tiles.put(tree.nameOf(content.tile()), content.bytes());
    }

    private void publish(TileWriter anchors, ReplayedPeriod period) {
      AnchorRecord anchor = period.assembled().record();
      anchors.append(anchor.seq(), anchor.encode()).forEach(this::addAnchors);
      anchors.partial(anchor.seq() + 1).forEach(this::addAnchors);
      periods.put(anchor.seq(), new TileBundles.Period(anchor, period.assembled().heads()));
      note =
          new Checkpoint(
                  log.identity().origin(), anchor.seq() + 1, period.assembled().anchors().root())
              .sign(seed);
    }

    private void addAnchors(TileContent content) {
      tiles.put(content.tile().path(), content.bytes());
    }

    TileReader entryTiles(int partition, long period) {
      EntryTree tree = new EntryTree(log.identity().topicId(), partition, period);
      return tile -> read(tree.nameOf(tile));
    }

    private Bytes read(String name) {
      return Optional.ofNullable(tiles.get(name)).orElseThrow(() -> new MissingTileException(name));
    }

    TileBundles.Period period(long seq) {
      return Objects.requireNonNull(periods.get(seq));
    }

    VerifierKey key() {
      return VerifierKey.ofSeed(log.identity().origin(), seed);
    }

    TileBundles builder() {
      return new TileBundles(log.identity().domain(), note, key(), tile -> read(tile.path()));
    }
  }

  /** An edge on the heap. */
  private static final class Edge implements TileEdge {
    private final Map<Integer, Bytes> levels = new HashMap<>();

    @Override
    public Bytes get(int level) {
      return levels.getOrDefault(level, Bytes.EMPTY);
    }

    @Override
    public void put(int level, Bytes bytes) {
      levels.put(level, bytes);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bundlesFromTilesAreThoseOfTheReplayAndHold(long seed) {
    Published published = new Published(seed);
    BundleBuilder expected =
        new BundleBuilder(
            published.replay, published.log.identity().domain(), published.note, published.key());
    Trust trust = Trust.of(published.log.identity().origin(), published.key());
    assertThat(published.replay.receipts()).isNotEmpty();
    for (ProvenReceipt receipt : published.replay.receipts()) {
      int partition = receipt.entry().partition();
      TileBundles.Period period = published.period(receipt.period());
      TileReader tiles = published.entryTiles(partition, receipt.period());
      PartitionHead head = period.heads().get(partition);
      Optional<PublishedEntries.Found> found =
          new PublishedEntries(head.entries(), tiles).at(receipt.entry().offset());
      assertThat(found).contains(new PublishedEntries.Found(receipt.index(), receipt.entry()));
      String bundle =
          BundleWriter.write(
              published.builder().build(receipt.signed(), found.get(), period, tiles, List.of()));
      assertThat(bundle).isEqualTo(BundleWriter.write(expected.build(receipt, List.of())));
      assertThat(VERIFIER.verify(bundle, trust).holds()).isTrue();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void tilesThatAreNotTheLogsAreNeverPassedOn(long seed) {
    Published published = new Published(seed);
    ProvenReceipt receipt = published.replay.receipts().getFirst();
    int partition = receipt.entry().partition();
    TileBundles.Period period = published.period(receipt.period());
    PublishedEntries.Found found = new PublishedEntries.Found(receipt.index(), receipt.entry());
    TileReader good = published.entryTiles(partition, receipt.period());
    TileReader flipped =
        tile -> {
          byte[] bytes = good.read(tile).toByteArray().clone();
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
          }
          return Bytes.wrap(bytes);
        };
    TileBundles builder = published.builder();
    if (period.heads().get(partition).entries() > 1) {
      assertThatThrownBy(() -> builder.build(receipt.signed(), found, period, flipped, List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the published tiles do not lead from the entry");
    }
    PublishedEntries.Found elsewhere =
        new PublishedEntries.Found(receipt.index() == 0 ? 1 : 0, receipt.entry());
    assertThatThrownBy(() -> builder.build(receipt.signed(), elsewhere, period, good, List.of()))
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
    VerifierKey other = VerifierKey.ofSeed(published.key().name(), Bytes32.ZERO);
    assertThatThrownBy(
            () -> new TileBundles(published.log.identity().domain(), published.note, other, good))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void offsetsWithoutAnEntryAreNotFound(long seed) {
    Published published = new Published(seed);
    PartitionHead head = published.period(1).heads().getFirst();
    PublishedEntries entries = new PublishedEntries(head.entries(), published.entryTiles(0, 1));
    assertThat(entries.at(head.startOffset() - 1)).isEmpty();
    assertThat(entries.at(head.endOffset())).isEmpty();
    assertThat(entries.at(head.endOffset() - 1).orElseThrow().index())
        .isEqualTo(head.entries() - 1);
    assertThat(new PublishedEntries(0, published.entryTiles(0, 1)).at(0)).isEmpty();
  }
}
