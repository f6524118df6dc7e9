package dev.quittance.explorer.log;

import dev.quittance.explorer.store.RocksStore;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.Decoded;
import dev.quittance.receipts.log.DecodedClose;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.ReplayStep;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.receipts.merkle.TileEdge;
import dev.quittance.receipts.merkle.TileWriter;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.InterimHeadSigned;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A log of two partitions that is written record by record, replayed, and published as the anchorer
 * does: tiles into a blob store, all else into the index.
 */
final class SmallLog {
  static final int PARTITIONS = 2;
  private static final EpochPartitions LOG =
      EpochPartitions.first(Topics.RECEIPTS.name(), PARTITIONS);
  static final int CADENCE_S = 10;
  static final long START_S = 1_000_000;
  static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  private static final Bytes32 SEED = Sha256.hash(new byte[] {42});
  private static final SigningKey OPERATOR = key(1000);
  private static final SigningKey AGENT = key(1);

  private final LogIdentity identity =
      new LogIdentity(
          "log.example/small",
          PARTITIONS,
          0,
          new UUID(1, 2),
          Bytes32.ZERO,
          new ReceiptDomain(BigInteger.TEN, Address.ZERO),
          OPERATOR.address());
  private final LogReplay replay =
      new LogReplay(identity, SIGNATURES, Retention.ofReceipts(_ -> true));
  private final Map<Place, SignedReceipt> receipts = new HashMap<>();
  private final long[] offsets = new long[PARTITIONS];
  private final long[] sequences = new long[PARTITIONS];
  private final List<TileWriter> writers = new ArrayList<>();
  private final RocksStore store;
  private final BlobStore blobs;
  private long period;
  private String note = "";

  SmallLog(RocksStore store, BlobStore blobs) {
    this.store = store;
    this.blobs = blobs;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      writers.add(new TileWriter(new Edge()));
    }
  }

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

  /** Writes a new receipt, in sequence. */
  Place receipt(int partition) {
    sequences[partition]++;
    Receipt receipt =
        new Receipt(
            Sha256.hash(new byte[] {1, (byte) partition}, number(sequences[partition])),
            Bytes32.ZERO,
            AGENT.address(),
            Address.ZERO,
            Address.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            Address.ZERO,
            Verdict.REJECTED,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            5,
            partition,
            sequences[partition]);
    Bytes32 digest = ReceiptDigest.of(identity.domain(), receipt);
    return write(partition, new SignedReceipt(receipt, SIGNATURES.sign(digest, AGENT)));
  }

  /** Writes a receipt whose predecessor is not in the log. */
  Place receiptAfterGap(int partition) {
    sequences[partition]++;
    return receipt(partition);
  }

  /** Writes what may be a copy, and skips an offset, as a transaction's marker does. */
  Place write(int partition, SignedReceipt signed) {
    Place place = append(partition, DecodedReceipt.of(signed), 0);
    receipts.put(place, signed);
    fold(fold -> fold.receipt(signed.receipt(), place));
    offsets[partition]++;
    return place;
  }

  /** Closes the period in all partitions. */
  void close() {
    long start = START_S + period * CADENCE_S;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      PeriodClose close =
          new PeriodClose(
              identity.logId(), period, start, start + CADENCE_S, partition, PARTITIONS);
      append(partition, DecodedClose.of(close.sign(SIGNATURES, OPERATOR)), CADENCE_S * 1000);
    }
    period++;
  }

  private Place append(int partition, Decoded decoded, long afterMs) {
    Place place = new Place(partition, offsets[partition]++);
    long time = (START_S + period * CADENCE_S) * 1000 + afterMs;
    ReplayStep step =
        replay.feed(
            partition, LogRecord.of(place.offset(), time, Bytes.wrap(number(time)), decoded));
    publishTiles(partition, step.appended());
    step.appended().closed().ifPresent(closed -> fold(fold -> fold.head(head(closed))));
    step.completed().forEach(done -> anchor(done.assembled()));
    return place;
  }

  private void publishTiles(int partition, Appended appended) {
    TileWriter writer = writers.get(partition);
    EntryTree tree = new EntryTree(identity.topicId(), partition, appended.period());
    writer.append(appended.index(), appended.entry().encode()).forEach(t -> publish(tree, t));
    appended
        .closed()
        .ifPresent(
            closed -> writer.finish(closed.head().entries()).forEach(tile -> publish(tree, tile)));
  }

  private void publish(EntryTree tree, TileContent tile) {
    blobs.publish(tree.nameOf(tile.tile()), tile.bytes().toByteArray());
  }

  private void anchor(AssembledPeriod assembled) {
    long seq = assembled.record().seq();
    note = new Checkpoint(identity.origin(), seq + 1, assembled.anchors().root()).sign(SEED);
    AnchorMade made =
        new AnchorMade(
            seq,
            ByteBuffer.wrap(assembled.record().encode().toByteArray()),
            AvroValues.hash32(assembled.anchorHash().toByteArray()),
            note);
    fold(fold -> fold.anchor(made));
    fold(fold -> fold.anchor(made));
  }

  void interim(int partition, String text) {
    fold(fold -> fold.interim(new InterimHeadSigned(period, partition, 0L, 0L, text)));
  }

  private static HeadClosed head(ClosedPeriod closed) {
    return new HeadClosed(
        closed.close().seq(),
        closed.close().partition(),
        closed.close().periodStart(),
        closed.close().periodEnd(),
        closed.closeAppendTime(),
        ByteBuffer.wrap(closed.head().encode().toByteArray()));
  }

  private void fold(java.util.function.Consumer<LogFold> change) {
    try (RocksStore.Batch batch = store.batch()) {
      change.accept(new LogFold(batch, identity.domain(), LOG));
      batch.commit();
    }
  }

  LogReplay replay() {
    return replay;
  }

  LogIdentity identity() {
    return identity;
  }

  /** The latest checkpoint. */
  String note() {
    return note;
  }

  VerifierKey key() {
    return VerifierKey.ofSeed(identity.origin(), SEED);
  }

  SignedReceipt at(Place place) {
    return Optional.ofNullable(receipts.get(place)).orElseThrow();
  }

  Bytes32 digest(Place place) {
    return ReceiptDigest.of(identity.domain(), at(place).receipt());
  }

  Bundles.Source source() {
    return new Bundles.Source(
        identity,
        LOG,
        _ -> identity.topicId(),
        new PeriodSchedule(START_S, CADENCE_S, PeriodSchedule.CatchUp.EACH),
        key(),
        new LogIndex(store),
        new PublishedTiles(blobs),
        place -> Optional.ofNullable(receipts.get(place)));
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static SigningKey key(int number) {
    return SIGNATURES.key(Sha256.hash(number(number)));
  }
}
