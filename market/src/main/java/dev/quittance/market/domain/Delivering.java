package dev.quittance.market.domain;

import dev.quittance.market.domain.MarketOrder.End;
import dev.quittance.market.domain.MarketOrder.Origin;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.Optional;

/**
 * Hands an order's result out for delivery once it has ended and its receipts are in the log; pure.
 *
 * <p>A delivery is handed out once, and again each time that the marketplace goes back on having
 * stopped it or that an operator releases it: who delivers looks first, so a repeat does no harm.
 */
public final class Delivering {
  private Delivering() {}

  /** What a record made of an order. */
  public sealed interface Decision {
    /** The order is kept as it is now. */
    record Keep(MarketOrder order) implements Decision {}

    /** The order is kept as it is now, and its result handed out. */
    record HandOut(MarketOrder order, Origin origin, End end, CitedReceipt receipt)
        implements Decision {}

    /** Nothing is written: the record says nothing new, or is about an order of our own. */
    record PassBy() implements Decision {}
  }

  private static final Decision PASS_BY = new Decision.PassBy();

  /** A request was read whose source is a foreign marketplace. */
  public static Decision request(MarketOrder order, Origin origin) {
    return order.origin().isPresent() ? PASS_BY : next(order, order.from(origin));
  }

  /**
   * A well-formed receipt was read.
   *
   * @param isForeign whether its buyer stands for a foreign marketplace, so that it is kept
   *     although the order's request was not read yet
   */
  public static Decision receipt(MarketOrder order, CitedReceipt receipt, boolean isForeign) {
    boolean isKnown =
        order.receipts().stream().anyMatch(known -> known.stepId().equals(receipt.stepId()));
    return isKnown || isOurs(order, isForeign) ? PASS_BY : next(order, order.with(receipt));
  }

  /**
   * A settlement was read. One of a whole order with verdict FAILED stands for a dead letter, after
   * whose redrive the order may run on: it is passed by.
   *
   * @param isForeign as with receipts
   */
  public static Decision settlement(MarketOrder order, End end, boolean isForeign) {
    boolean mayRunOn = end.steps() == 0 && end.verdict() == Verdict.FAILED.code();
    return mayRunOn || order.end().isPresent() || isOurs(order, isForeign)
        ? PASS_BY
        : next(order, order.ended(end));
  }

  /** The marketplace or an operator said something about the order. */
  public static Decision event(MarketOrder order, EventKind kind) {
    return switch (kind.effect()) {
      case STOPS -> order.isStopped() ? PASS_BY : new Decision.Keep(order.stopped(true));
      // One that was handed out may have been held since, whatever is known of that here.
      case RESUMES ->
          order.isStopped() || order.isHandedOut() ? handOut(order.stopped(false)) : PASS_BY;
      case RELEASES -> order.isReleased() ? PASS_BY : handOut(order.released());
      case NOTHING -> PASS_BY;
    };
  }

  private static boolean isOurs(MarketOrder order, boolean isForeign) {
    return order.equals(MarketOrder.UNKNOWN) && !isForeign;
  }

  private static Decision next(MarketOrder before, MarketOrder after) {
    return before.isHandedOut() ? new Decision.Keep(after) : handOut(after);
  }

  private static Decision handOut(MarketOrder after) {
    if (after.isStopped() || after.origin().isEmpty() || after.end().isEmpty()) {
      return new Decision.Keep(after);
    }
    End end = after.end().get();
    return cited(after, end)
        .<Decision>map(
            receipt -> new Decision.HandOut(after.handedOut(), after.origin().get(), end, receipt))
        .orElseGet(() -> new Decision.Keep(after));
  }

  /**
   * The receipt of the step that ended last, once all are there; that of the order, if it has none.
   */
  private static Optional<CitedReceipt> cited(MarketOrder order, End end) {
    if (end.steps() == 0) {
      return order.receipts().stream()
          .filter(receipt -> receipt.stepId().equals(Bytes32.ZERO))
          .findFirst();
    }
    var ofSteps =
        order.receipts().stream()
            .filter(receipt -> !receipt.stepId().equals(Bytes32.ZERO))
            .toList();
    return ofSteps.size() < end.steps() ? Optional.empty() : Optional.of(ofSteps.getLast());
  }
}
