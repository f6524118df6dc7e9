package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.platform.stage.StageContext;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.log.InterimHead;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.MissingTileException;
import dev.quittance.receipts.merkle.TiledTree;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.InterimHeadSigned;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the stage has published beside anchors, held against the heads of closed periods. */
record PublishedTrees(LiveLine line, StageContext context) {
  private static final String HELD = "held";

  /** Every closed tree is there as tiles, and every interim head is the beginning of its tree. */
  void hold(Duration patience) {
    List<HeadClosed> heads =
        line.values(Topics.LOG_HEADS).stream()
            .map(record -> Objects.requireNonNull(record.getBody()))
            .toList();
    assertThat(heads).isNotEmpty();
    for (HeadClosed head : heads) {
      await().atMost(patience).untilAsserted(() -> assertThat(stateOf(head)).isEqualTo(HELD));
    }
    line.values(Topics.LOG_INTERIM_HEADS)
        .forEach(record -> holds(Objects.requireNonNull(record.getBody()), heads));
  }

  private String stateOf(HeadClosed head) {
    String name = "partition %d, period %d: ".formatted(head.getPartition(), head.getSeq());
    try {
      return tree(head).root().equals(decoded(head).entriesRoot()) ? HELD : name + "another root";
    } catch (MissingTileException e) {
      return name + e.getMessage();
    }
  }

  private void holds(InterimHeadSigned signed, List<HeadClosed> heads) {
    LogIdentity log = context.line().log();
    VerifierKey key = VerifierKey.ofSeed(log.origin(), context.keys().noteSeed());
    Optional<InterimHead> interim = InterimHead.verify(signed.getNote(), key);
    assertThat(interim).isPresent();
    heads.stream()
        .filter(head ->
            head.getSeq() == signed.getSeq() && head.getPartition() == signed.getPartition())
        .forEach(head ->
            assertThat(interim.get().check(decoded(head).entries(), tree(head)::root))
                .isEqualTo(new InterimHead.Verdict.Prefix()));
  }

  private TiledTree tree(HeadClosed head) {
    EntryTree tree =
        new EntryTree(context.line().log().topicId(), head.getPartition(), head.getSeq());
    return new TiledTree(
        decoded(head).entries(),
        tile ->
            context
                .blobs()
                .published(tree.nameOf(tile))
                .map(Bytes::wrap)
                .orElseThrow(() -> new MissingTileException(tree.nameOf(tile))));
  }

  private static PartitionHead decoded(HeadClosed head) {
    return PartitionHead.decode(Bytes.wrap(AvroValues.bytes(head.getHead()))).orElseThrow();
  }
}
