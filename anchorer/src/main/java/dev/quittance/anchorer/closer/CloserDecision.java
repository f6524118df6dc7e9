package dev.quittance.anchorer.closer;

import dev.quittance.receipts.log.PeriodBounds;

/** What the closer does next. */
public sealed interface CloserDecision {

  /**
   * How long after a period's end its close is sent, seconds: leaders' clocks differ a little, and
   * a close that is too early for one of them is in vain.
   */
  long SETTLE_SECONDS = 2;

  /** How long to wait for the heads of a period before its closes are sent again, seconds. */
  long REPEAT_SECONDS = 3;

  /** Nothing, unless heads arrive, until this time (unix seconds). */
  record Wait(long untilSeconds) implements CloserDecision {}

  /** Send the closes of a period, for the first time or again. */
  record Send(long seq, PeriodBounds bounds, boolean isRepeat) implements CloserDecision {}

  /** Decides; a function of what stands on the topics and of the time. */
  static CloserDecision decide(CloserState state, long nowSeconds) {
    return state
        .last()
        .map(last ->
            state.isClosed(last.seq())
                ? next(state, last.seq() + 1, last.bounds().end(), nowSeconds)
                : again(last, nowSeconds))
        .orElseGet(() -> next(state, 0, state.schedule().firstStart(), nowSeconds));
  }

  private static CloserDecision next(CloserState state, long seq, long start, long nowSeconds) {
    return state
        .schedule()
        .due(start, nowSeconds - SETTLE_SECONDS)
        .<CloserDecision>map(bounds -> new Send(seq, bounds, false))
        .orElseGet(() -> new Wait(start + state.schedule().cadenceSeconds() + SETTLE_SECONDS));
  }

  private static CloserDecision again(CloserState.Scheduled last, long nowSeconds) {
    long repeatAt = last.seenAtSeconds() + REPEAT_SECONDS;
    return nowSeconds >= repeatAt ? new Send(last.seq(), last.bounds(), true) : new Wait(repeatAt);
  }
}
