package dev.quittance.anchorer.avro;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.Posting;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AccountPosted;
import dev.quittance.schemas.avro.PostingsEnded;
import dev.quittance.schemas.avro.PostingsRecord;

/** Records of {@code postings}; their key is account and asset, 40 bytes, none for end markers. */
public final class PostingRecords {
  private PostingRecords() {}

  /** The record of a period's sum in a partition of the log. */
  public static PostingsRecord of(long seq, int logPartition, Posting posting) {
    AccountAsset key = posting.key();
    return new PostingsRecord(
        new AccountPosted(
            seq,
            logPartition,
            AvroValues.address20(key.account().toByteArray()),
            AvroValues.address20(key.asset().toByteArray()),
            AvroValues.uint256(posting.change().debit()),
            AvroValues.uint256(posting.change().credit())));
  }

  /** The record that ends a period of a partition of the log. */
  public static PostingsRecord ended(long seq, int logPartition) {
    return new PostingsRecord(new PostingsEnded(seq, logPartition));
  }

  /** The sum in a record. */
  public static Posting posting(AccountPosted posted) {
    return new Posting(
        new AccountAsset(
            Address.copyOf(posted.getAccount().bytes()), Address.copyOf(posted.getAsset().bytes())),
        new Balance(AvroValues.integer(posted.getDebit()), AvroValues.integer(posted.getCredit())));
  }
}
