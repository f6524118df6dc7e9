package dev.quittance.platform.events;

import dev.quittance.platform.events.OrderEvent.Accepted;
import dev.quittance.platform.events.OrderEvent.Anchored;
import dev.quittance.platform.events.OrderEvent.Executed;
import dev.quittance.platform.events.OrderEvent.Planned;
import dev.quittance.platform.events.OrderEvent.Proven;
import dev.quittance.platform.events.OrderEvent.Requested;
import dev.quittance.platform.events.OrderEvent.Settled;
import dev.quittance.receipts.Verdict;
import java.util.List;

/**
 * Derives runtime events from what records say; pure, and from each record alone, so that every
 * process that reads the topics tells the same events, each named by its record's place.
 */
public final class RuntimeEvents {
  private RuntimeEvents() {}

  /** What one record means for those who wait for an order; at most one event per step. */
  public static List<RuntimeEvent> of(String orderId, OrderEvent event) {
    return switch (event) {
      case Accepted it ->
          List.of(
              new RuntimeEvent.OrderReceived(
                  orderId, it.services(), it.asset(), it.budget(), it.atMs()));
      case Planned it ->
          it.steps().stream()
              .<RuntimeEvent>map(step ->
                  new RuntimeEvent.ExecutionStarted(
                      orderId, step.index(), step.service(), step.agentId(), it.atMs()))
              .toList();
      case Executed it -> List.of(executed(orderId, it));
      case Settled it -> settled(orderId, it);
      case Requested _, Proven _, Anchored _ -> List.of();
    };
  }

  private static RuntimeEvent executed(String orderId, Executed it) {
    if (it.index() < 0) {
      return new RuntimeEvent.Failed(orderId, it.code(), it.message(), it.atMs());
    }
    return it.verdict() == Verdict.COMPLETED.code()
        ? new RuntimeEvent.ExecutionCompleted(
            orderId, it.index(), it.service(), it.outputHash(), it.executor(), it.atMs())
        : new RuntimeEvent.ExecutionFailed(
            orderId, it.index(), it.service(), it.code(), it.message(), it.atMs());
  }

  /** An order that ended before any step has told its error with its outcome. */
  private static List<RuntimeEvent> settled(String orderId, Settled it) {
    if (it.verdict() == Verdict.COMPLETED.code()) {
      return List.of(
          new RuntimeEvent.OrderCompleted(
              orderId, it.credits().add(it.fees()), it.refunded(), it.atMs()));
    }
    if (it.steps() == 0) {
      return List.of();
    }
    String verdict = Verdict.ofCode(it.verdict()).map(Verdict::name).orElse("FAILED");
    return List.of(
        new RuntimeEvent.Failed(
            orderId,
            "order-" + verdict.toLowerCase(java.util.Locale.ROOT),
            "The order ended " + verdict + ".",
            it.atMs()));
  }
}
