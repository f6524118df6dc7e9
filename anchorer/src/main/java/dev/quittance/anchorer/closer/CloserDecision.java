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

  /**
   * The same for the last period of an epoch, seconds: nothing may follow its closes, so they are
   * sent again only if heads are missing for longer than a busy machine takes for them.
   */
  long LAST_REPEAT_SECONDS = 60;

  /** Nothing, unless heads arrive, until this time (unix seconds). */
  record Wait(long untilSeconds) implements CloserDecision {}

  /** Send the closes of a period, for the first time or again. */
  record Send(long seq, PeriodBounds bounds, boolean isRepeat) implements CloserDecision {}

  /** Decides; a function of what stands on the topics and of the time. */
  static CloserDecision decide(CloserState state, long nowSeconds) {
    return decide(state, nowSeconds, REPEAT_SECONDS);
  }

  private static CloserDecision decide(CloserState state, long nowSeconds, long repeatSeconds) {
    return state
        .last()
        .map(last ->
            state.isClosed(last.seq())
                ? next(state, last.seq() + 1, last.bounds().end(), nowSeconds)
                : again(last, nowSeconds, repeatSeconds))
        .orElseGet(() -> next(state, 0, state.schedule().firstStart(), nowSeconds));
  }

  /**
   * Decides for a log whose epoch is being ended: what is due is closed as ever, then the open
   * period, however long it has still to go, and then nothing more.
   *
   * @param sinceSeconds when it was decided to end it: a period that ends later is the last
   */
  static CloserDecision decideLast(CloserState state, long nowSeconds, long sinceSeconds) {
    boolean isOver = state.last().filter(last -> last.bounds().end() >= sinceSeconds).isPresent();
    return switch (decide(state, nowSeconds, isOver ? LAST_REPEAT_SECONDS : REPEAT_SECONDS)) {
      case Send send when !isOver || send.isRepeat() -> send;
      case Send _ -> new Wait(Long.MAX_VALUE);
      case Wait wait -> isOver || isAwaited(state) ? wait : last(state, nowSeconds, sinceSeconds);
    };
  }

  /** Whether the closes of the last decision have been sent and their heads are not there yet. */
  private static boolean isAwaited(CloserState state) {
    return state.last().filter(last -> !state.isClosed(last.seq())).isPresent();
  }

  private static CloserDecision last(CloserState state, long nowSeconds, long sinceSeconds) {
    long seq = state.last().map(last -> last.seq() + 1).orElse(0L);
    long start =
        state.last().map(last -> last.bounds().end()).orElse(state.schedule().firstStart());
    long end = nowSeconds - SETTLE_SECONDS;
    return end >= sinceSeconds && end > start
        ? new Send(seq, new PeriodBounds(start, end), false)
        : new Wait(Math.max(sinceSeconds, start + 1) + SETTLE_SECONDS);
  }

  private static CloserDecision next(CloserState state, long seq, long start, long nowSeconds) {
    return state
        .schedule()
        .due(start, nowSeconds - SETTLE_SECONDS)
        .<CloserDecision>map(bounds -> new Send(seq, bounds, false))
        .orElseGet(() -> new Wait(state.schedule().endAfter(start) + SETTLE_SECONDS));
  }

  private static CloserDecision again(
      CloserState.Scheduled last, long nowSeconds, long repeatSeconds) {
    long repeatAt = last.seenAtSeconds() + repeatSeconds;
    return nowSeconds >= repeatAt ? new Send(last.seq(), last.bounds(), true) : new Wait(repeatAt);
  }
}
