package dev.quittance.platform.events;

import java.util.List;

/** The names of events, as streams and webhooks tell them. */
public final class EventTypes {
  /** Somebody is told of events from now on. */
  public static final String STARTED = "started";

  /** All seven, in the order in which they happen. */
  public static final List<String> ALL =
      List.of(
          STARTED,
          "order_received",
          "execution_started",
          "execution_completed",
          "execution_failed",
          "order_completed",
          "error");

  private EventTypes() {}
}
