package dev.quittance.receipts.log;

import dev.quittance.receipts.AbiWords;
import dev.quittance.receipts.crypto.Bytes;
import java.nio.ByteBuffer;

/**
 * An account's part of a period and its whole balance after it: a leaf of the settlement tree.
 *
 * @param seq the period
 * @param key account and asset
 * @param period what the period's receipts posted
 * @param cumulative the sum over all periods up to this one
 */
public record SettlementRow(long seq, AccountAsset key, Balance period, Balance cumulative) {

  private static final int WORDS = 7;

  /** The row in Solidity's ABI encoding: seven words. */
  public Bytes abiEncode() {
    ByteBuffer words = ByteBuffer.allocate(WORDS * AbiWords.SIZE);
    AbiWords.putUint64(words, seq);
    AbiWords.putAddress(words, key.account());
    AbiWords.putAddress(words, key.asset());
    period.write(words);
    cumulative.write(words);
    return Bytes.wrap(words.array());
  }
}
