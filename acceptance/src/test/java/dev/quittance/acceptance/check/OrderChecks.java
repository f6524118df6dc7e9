package dev.quittance.acceptance.check;

import dev.quittance.acceptance.line.TopicReader;
import dev.quittance.planning.document.Plan;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.PlanMade;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/** Every order ends once, and each of its steps has one outcome. */
final class OrderChecks {
  private static final String DEAD_LETTERED = "dead-lettered";
  private static final int FAILED = 2;

  private OrderChecks() {}

  static void check(SoftAssertions softly, LineRecords records, List<String> accepted) {
    Set<String> stated = ids(records.settlements().stream().filter(OrderChecks::isOfDeadLetter));
    List<String> settled =
        records.settlements().stream()
            .filter(it -> !isOfDeadLetter(it))
            .map(it -> LineRecords.id(it.getOrderId()))
            .toList();
    softly
        .assertThat(settled)
        .as("orders with a settlement, each with one")
        .doesNotHaveDuplicates();
    Set<String> ended = new TreeSet<>(settled);
    ended.addAll(stated);
    softly.assertThat(ended).as("ended of the orders that were taken").containsAll(accepted);
    Set<String> known =
        records.orders().stream()
            .map(it -> LineRecords.id(it.getOrderId()))
            .collect(Collectors.toCollection(TreeSet::new));
    softly.assertThat(ended).as("ended of the orders that were written down").containsAll(known);
    softly
        .assertThat(
            records.executions().stream()
                .map(TopicReader.Entry::value)
                .filter(it -> !it.getCode().equals(DEAD_LETTERED))
                .map(OrderChecks::step)
                .toList())
        .as("steps with an outcome, each with one")
        .doesNotHaveDuplicates();
    everyStepOfAPlanHasAnOutcome(softly, records, new TreeSet<>(settled));
    records.settlements().forEach(settlement -> addsUp(softly, settlement));
  }

  private static Set<String> ids(Stream<OrderSettled> settlements) {
    return settlements
        .map(it -> LineRecords.id(it.getOrderId()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether it only states a dead letter: an order that is redriven is settled after it. */
  private static boolean isOfDeadLetter(OrderSettled settlement) {
    return settlement.getVerdict() == FAILED && settlement.getSteps() == 0;
  }

  private static void everyStepOfAPlanHasAnOutcome(
      SoftAssertions softly, LineRecords records, Set<String> settled) {
    Map<String, Long> outcomes =
        records.executions().stream()
            .map(TopicReader.Entry::value)
            .filter(execution -> execution.getStepIndex() >= 0)
            .collect(
                Collectors.groupingBy(
                    execution -> LineRecords.id(execution.getOrderId()), Collectors.counting()));
    for (PlanMade made : records.plans()) {
      String order = LineRecords.id(made.getOrderId());
      if (settled.contains(order)) {
        long steps = Plan.parse(AvroValues.bytes(made.getPlan())).orThrow().steps().size();
        softly
            .assertThat(outcomes.getOrDefault(order, 0L))
            .as("outcomes of the steps of order %s", order)
            .isEqualTo(steps);
      }
    }
  }

  private static void addsUp(SoftAssertions softly, OrderSettled settlement) {
    var parts = Money.creditsOf(settlement).add(AvroValues.integer(settlement.getFees()));
    softly
        .assertThat(parts.add(AvroValues.integer(settlement.getRefunded())))
        .as("credits, fees and refund of order %s", LineRecords.id(settlement.getOrderId()))
        .isEqualTo(AvroValues.integer(settlement.getBudget()));
  }

  private static String step(Execution execution) {
    return LineRecords.id(execution.getOrderId()) + "/" + LineRecords.id(execution.getStepId());
  }
}
