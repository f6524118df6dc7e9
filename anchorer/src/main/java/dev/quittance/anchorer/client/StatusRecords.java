package dev.quittance.anchorer.client;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.AnchorHalted;
import dev.quittance.schemas.avro.AnchorMined;
import dev.quittance.schemas.avro.AnchorReopened;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import dev.quittance.schemas.avro.AnchorSubmitted;
import dev.quittance.schemas.avro.Hash32;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Between records of {@code anchor-status} and changes of the outbox, both ways. */
final class StatusRecords {
  private StatusRecords() {}

  static AnchorStatusRecord record(Change<Long> change) {
    return new AnchorStatusRecord(
        switch (change) {
          case Change.Submitted<Long>(Long seq, SignedTransaction sent) ->
              new AnchorSubmitted(
                  seq, sent.nonce(), hash(sent.hash()), ByteBuffer.wrap(sent.raw().toByteArray()));
          case Change.Mined<Long>(Long seq, Bytes32 tx, BlockRef block) ->
              new AnchorMined(seq, hash(tx), block.number(), hash(block.hash()));
          case Change.Finalized<Long>(Long seq, Optional<Bytes32> tx, long block) ->
              new AnchorFinal(seq, hash(tx.orElse(Bytes32.ZERO)), block);
          case Change.Reopened<Long>(Long seq, String reason) -> new AnchorReopened(seq, reason);
          case Change.Halted<Long>(Long seq, String reason) -> new AnchorHalted(seq, reason);
        });
  }

  /** The change in a record; empty for a kind that this version does not know. */
  static Optional<Change<Long>> change(AnchorStatusRecord record) {
    return switch (record.getBody()) {
      case AnchorSubmitted submitted ->
          Optional.of(
              new Change.Submitted<>(
                  submitted.getSeq(),
                  SignedTransaction.parse(
                      Bytes.wrap(AvroValues.bytes(submitted.getRawTransaction())))));
      case AnchorMined mined ->
          Optional.of(
              new Change.Mined<>(
                  mined.getSeq(),
                  bytes32(mined.getTxHash()),
                  new BlockRef(mined.getBlockNumber(), bytes32(mined.getBlockHash()))));
      case AnchorFinal settled ->
          Optional.of(
              new Change.Finalized<>(
                  settled.getSeq(),
                  Optional.of(bytes32(settled.getTxHash())),
                  settled.getBlockNumber()));
      case AnchorReopened reopened ->
          Optional.of(new Change.Reopened<>(reopened.getSeq(), reopened.getReason()));
      case AnchorHalted halted ->
          Optional.of(new Change.Halted<>(halted.getSeq(), halted.getReason()));
      default -> Optional.empty();
    };
  }

  private static Hash32 hash(Bytes32 value) {
    return AvroValues.hash32(value.toByteArray());
  }

  private static Bytes32 bytes32(Hash32 value) {
    return Bytes32.copyOf(value.bytes());
  }
}
