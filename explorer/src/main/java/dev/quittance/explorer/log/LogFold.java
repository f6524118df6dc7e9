package dev.quittance.explorer.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.explorer.fold.KeyValues;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.receipts.merkle.TileEdge;
import dev.quittance.receipts.merkle.TileWriter;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.InterimHeadSigned;
import java.nio.ByteBuffer;

/**
 * Folds records of the log's topics into the index, any topic in any interleaving with the others.
 *
 * @param store what is read and written
 * @param domain EIP-712 domain of the receipts
 * @param partitions those of all epochs
 */
record LogFold(KeyValues store, ReceiptDomain domain, EpochPartitions partitions) {
  private static final byte[] NOTHING = {};

  /** A well-formed receipt, whatever the log made of it. */
  void receipt(Receipt receipt, Place place) {
    Bytes32 digest = ReceiptDigest.of(domain, receipt);
    store.put(LogKeys.receipt(digest, place), NOTHING);
    store.put(LogKeys.receiptOf(receipt.orderId(), place), digest.toByteArray());
  }

  void head(HeadClosed closed) {
    PartitionHead head =
        PartitionHead.decode(Bytes.wrap(AvroValues.bytes(closed.getHead())))
            .orElseThrow(() ->
                new IllegalStateException("a head of period " + closed.getSeq() + " is none"));
    byte[] indexed = new IndexedHead(closed.getSeq(), closed.getPeriodEnd(), head).encode();
    int number = partitions.numberIn(closed.getSeq(), head.partition());
    store.put(LogKeys.headBefore(number, head.endOffset()), indexed);
    store.put(LogKeys.headOf(closed.getSeq(), head.partition()), indexed);
    store.put(LogKeys.latestHead(head.partition()), indexed);
  }

  /** Anchors come in sequence; one that was folded before changes nothing. */
  void anchor(AnchorMade made) {
    byte[] key = LogKeys.anchor(made.getSeq());
    if (store.get(key) != null) {
      return;
    }
    byte[] anchor = AvroValues.bytes(made.getAnchor());
    store.put(key, anchor);
    store.put(LogKeys.checkpoint(), checkpoint(made.getSeq() + 1, made.getCheckpoint()));
    new TileWriter(edge()).append(made.getSeq(), Bytes.wrap(anchor)).forEach(this::keep);
  }

  void interim(InterimHeadSigned signed) {
    store.put(LogKeys.interim(signed.getPartition()), signed.getNote().getBytes(UTF_8));
  }

  private void keep(TileContent full) {
    byte[] key = LogKeys.tile(full.tile().level(), full.tile().index());
    store.put(key, full.bytes().toByteArray());
  }

  private TileEdge edge() {
    return new TileEdge() {
      @Override
      public Bytes get(int level) {
        byte[] unfinished = store.get(LogKeys.edge(level));
        return unfinished == null ? Bytes.EMPTY : Bytes.wrap(unfinished);
      }

      @Override
      public void put(int level, Bytes bytes) {
        store.put(LogKeys.edge(level), bytes.toByteArray());
      }
    };
  }

  private static byte[] checkpoint(long size, String note) {
    byte[] text = note.getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length).putLong(size).put(text).array();
  }
}
