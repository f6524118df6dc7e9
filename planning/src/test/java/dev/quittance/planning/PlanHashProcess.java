package dev.quittance.planning;

import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A program that decides random orders and prints one hash over all decisions, for comparison
 * between processes.
 */
final class PlanHashProcess {
  private static final int ORDERS_PER_MARKET = 100;

  private PlanHashProcess() {}

  /**
   * Prints {@code <sha256> <planned orders>}.
   *
   * @param arguments seed and number of orders
   */
  public static void main(String[] arguments) {
    System.out.println(decideAll(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1])));
  }

  static String decideAll(long seed, int orders) {
    ByteArrayOutputStream decisions = new ByteArrayOutputStream();
    int planned = 0;
    for (int market = 0; market * ORDERS_PER_MARKET < orders; market++) {
      RandomMarket random = new RandomMarket(seed + market);
      Catalogue catalogue = random.catalogue();
      for (int i = 0; i < Math.min(ORDERS_PER_MARKET, orders - market * ORDERS_PER_MARKET); i++) {
        Order order = random.order();
        PlanDecision decision =
            Planner.decide(order, order.hash(), catalogue, random.decidedAtMs());
        decisions.writeBytes(bytes(decision));
        planned += decision instanceof PlanDecision.Planned ? 1 : 0;
      }
    }
    return Hash32.sha256(decisions.toByteArray()) + " " + planned;
  }

  private static byte[] bytes(PlanDecision decision) {
    return switch (decision) {
      case PlanDecision.Planned planned -> planned.planHash().bytes();
      case PlanDecision.Refused(RefusalCode code, String message) ->
          (code.code() + ": " + message).getBytes(StandardCharsets.UTF_8);
    };
  }
}
