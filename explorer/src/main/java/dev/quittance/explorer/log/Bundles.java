package dev.quittance.explorer.log;

import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.bundle.BundleWriter;
import dev.quittance.receipts.bundle.TileBundles;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.EntryKind;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PublishedEntries;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.MissingTileException;
import dev.quittance.receipts.merkle.TileReader;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Proves receipts from the index, the tiles and one record of the log. Safe for any number of
 * threads, as far as its parts are.
 */
final class Bundles {
  private final Source source;

  /**
   * What bundles are made of.
   *
   * @param log its newest epoch
   * @param partitions those of all epochs
   * @param topicIds the id of the topic that a period is in
   * @param key verifies the log's checkpoints
   * @param records reads the receipt at a place
   */
  record Source(
      LogIdentity log,
      EpochPartitions partitions,
      LongFunction<UUID> topicIds,
      PeriodSchedule schedule,
      VerifierKey key,
      LogIndex index,
      PublishedTiles tiles,
      Function<Place, Optional<SignedReceipt>> records) {

    /** The tree of a partition's entries in a period. */
    EntryTree tree(int partition, long period) {
      return new EntryTree(topicIds.apply(period), partition, period);
    }
  }

  Bundles(Source source) {
    this.source = source;
  }

  /**
   * The bundle of the receipt with an EIP-712 digest, under the latest checkpoint.
   *
   * @throws IllegalArgumentException if what is published contradicts itself
   */
  BundleAnswer of(Bytes32 digest) {
    BundleAnswer answer = new BundleAnswer.Unknown();
    for (Place place : source.index().places(digest)) {
      BundleAnswer there = at(place, digest);
      if (there instanceof BundleAnswer.Proven) {
        return there;
      }
      // Copies come later and are refused: the first that may still be accepted tells most.
      if (!isWaiting(answer)) {
        answer = there instanceof BundleAnswer.Unknown ? answer : there;
      }
    }
    return answer;
  }

  private static boolean isWaiting(BundleAnswer answer) {
    return switch (answer) {
      case BundleAnswer.PeriodOpen _, BundleAnswer.NotPublishedYet _ -> true;
      case BundleAnswer.Proven _, BundleAnswer.NotAccepted _, BundleAnswer.Unknown _ -> false;
    };
  }

  private BundleAnswer at(Place place, Bytes32 digest) {
    Optional<IndexedHead> head = source.index().headOver(place);
    if (head.isEmpty()) {
      return open(source.partitions().partition(place.number()));
    }
    try {
      return at(place, digest, head.get());
    } catch (MissingTileException e) {
      return new BundleAnswer.NotPublishedYet(head.get().period());
    }
  }

  private BundleAnswer open(int partition) {
    PeriodSchedule schedule = source.schedule();
    Optional<IndexedHead> last = source.index().latestHead(partition);
    long start = last.map(IndexedHead::periodEnd).orElse(schedule.firstStart());
    return new BundleAnswer.PeriodOpen(
        partition, last.map(head -> head.period() + 1).orElse(0L), schedule.endAfter(start));
  }

  private BundleAnswer at(Place place, Bytes32 digest, IndexedHead head) {
    EntryTree tree = source.tree(head.head().partition(), head.period());
    TileReader tiles = tile -> source.tiles().read(tree, tile);
    Optional<PublishedEntries.Found> found =
        new PublishedEntries(head.head().entries(), tiles).at(place.offset());
    if (found.isEmpty() || !found.get().entry().receiptDigest().equals(digest)) {
      return new BundleAnswer.Unknown();
    }
    return found.get().entry().kind() == EntryKind.ACCEPTED
        ? proven(place, head, found.get(), tiles)
        : new BundleAnswer.NotAccepted(found.get().entry().reason());
  }

  private BundleAnswer proven(
      Place place, IndexedHead head, PublishedEntries.Found found, TileReader tiles) {
    Optional<AnchorRecord> anchor = source.index().anchor(head.period());
    Optional<TileBundles> builder = builder();
    if (anchor.isEmpty() || builder.isEmpty() || builder.get().size() <= head.period()) {
      return new BundleAnswer.NotPublishedYet(head.period());
    }
    SignedReceipt signed =
        source
            .records()
            .apply(place)
            .orElseThrow(
                () -> new IllegalStateException("can't read the receipt at " + place + " again"));
    TileBundles.Period period =
        new TileBundles.Period(anchor.get(), source.index().heads(head.period()));
    return new BundleAnswer.Proven(
        signed.receipt().orderId(),
        BundleWriter.write(builder.get().build(signed, found, period, tiles, List.of())));
  }

  private Optional<TileBundles> builder() {
    return source
        .index()
        .checkpoint()
        .map(latest ->
            new TileBundles(
                source.log().domain(), latest.note(), source.key(), source.index()::anchorTile));
  }
}
