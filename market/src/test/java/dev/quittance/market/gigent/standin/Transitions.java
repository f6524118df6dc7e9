package dev.quittance.market.gigent.standin;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which statuses of an order may follow which. */
final class Transitions {
  /** Statuses from which a delivery is taken; wider than the transitions to {@code delivered}. */
  static final Set<String> DELIVERABLE = Set.of("accepted", "in_progress", "revision_requested");

  private static final Map<String, List<String>> NEXT =
      Map.of(
          "pending", List.of("accepted", "rejected", "cancelled"),
          "accepted", List.of("in_progress", "cancelled"),
          "in_progress", List.of("delivered", "cancelled"),
          "delivered", List.of("completed", "revision_requested", "disputed"),
          "revision_requested", List.of("in_progress"),
          "disputed", List.of("resolved", "completed", "cancelled"));

  private Transitions() {}

  /** What may follow; nothing after a final status. */
  static List<String> from(String status) {
    return NEXT.getOrDefault(status, List.of());
  }
}
