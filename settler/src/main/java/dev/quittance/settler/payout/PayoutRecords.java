package dev.quittance.settler.payout;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Hash32;
import dev.quittance.schemas.avro.PayoutFinal;
import dev.quittance.schemas.avro.PayoutMined;
import dev.quittance.schemas.avro.PayoutReopened;
import dev.quittance.schemas.avro.PayoutSubmitted;
import dev.quittance.schemas.avro.PayoutsRecord;
import dev.quittance.schemas.avro.RowSettled;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between the records of this stage's payout topics and their values. */
final class PayoutRecords {
  private PayoutRecords() {}

  /** The key: the period, 8 bytes. */
  static Bytes key(long seq) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(seq).array());
  }

  /** The row in a record of {@code settlement-rows}. */
  static SettlementRow row(RowSettled row) {
    return new SettlementRow(
        row.getSeq(),
        new AccountAsset(
            Address.copyOf(row.getAccount().bytes()), Address.copyOf(row.getAsset().bytes())),
        new Balance(
            AvroValues.integer(row.getPeriodDebit()), AvroValues.integer(row.getPeriodCredit())),
        new Balance(AvroValues.integer(row.getCumDebit()), AvroValues.integer(row.getCumCredit())));
  }

  /** The record of a period in which nobody earned anything. */
  static PayoutsRecord nothingToPay(long seq) {
    return new PayoutsRecord(new PayoutFinal(seq, 0, 0, null, 0L));
  }

  /**
   * The record of a change.
   *
   * @throws IllegalStateException for a halt: payouts are tried again, they never halt
   */
  static PayoutsRecord record(Change<Batch> change) {
    return new PayoutsRecord(
        switch (change) {
          case Change.Submitted<Batch>(Batch batch, SignedTransaction sent) ->
              new PayoutSubmitted(
                  batch.seq(),
                  batch.number(),
                  batch.count(),
                  sent.nonce(),
                  AvroValues.hash32(sent.hash().toByteArray()),
                  ByteBuffer.wrap(sent.raw().toByteArray()));
          case Change.Mined<Batch>(Batch batch, Bytes32 tx, BlockRef block) ->
              new PayoutMined(
                  batch.seq(),
                  batch.number(),
                  AvroValues.hash32(tx.toByteArray()),
                  block.number(),
                  AvroValues.hash32(block.hash().toByteArray()));
          case Change.Finalized<Batch>(Batch batch, Optional<Bytes32> tx, long block) ->
              new PayoutFinal(batch.seq(), batch.number(), batch.count(), hash(tx), block);
          case Change.Reopened<Batch>(Batch batch, String reason) ->
              new PayoutReopened(batch.seq(), batch.number(), reason);
          case Change.Halted<Batch> halted ->
              throw new IllegalStateException("a payout halted: " + halted);
        });
  }

  private static @Nullable Hash32 hash(Optional<Bytes32> value) {
    return value.map(hash -> AvroValues.hash32(hash.toByteArray())).orElse(null);
  }

  static SignedTransaction transaction(PayoutSubmitted submitted) {
    return SignedTransaction.parse(Bytes.wrap(AvroValues.bytes(submitted.getRawTransaction())));
  }

  static BlockRef block(PayoutMined mined) {
    return new BlockRef(mined.getBlockNumber(), Bytes32.copyOf(mined.getBlockHash().bytes()));
  }
}
