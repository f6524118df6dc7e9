package dev.quittance.receipts.log;

import dev.quittance.receipts.Receipt;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * What a {@link LogReplay} keeps beyond the anchor hashes, so that proofs can be built from it.
 *
 * @param periods the periods to keep in any case
 * @param receipts the accepted receipts to keep; the period of each is kept too
 */
public record Retention(LongPredicate periods, Predicate<Receipt> receipts) {

  /** Keeps nothing: roots and rows only. */
  public static Retention nothing() {
    return new Retention(_ -> false, _ -> false);
  }

  /** Keeps the leaf hashes of chosen periods. */
  public static Retention ofPeriods(LongPredicate periods) {
    return new Retention(periods, _ -> false);
  }

  /** Keeps chosen accepted receipts with all that proves them. */
  public static Retention ofReceipts(Predicate<Receipt> receipts) {
    return new Retention(_ -> false, receipts);
  }
}
