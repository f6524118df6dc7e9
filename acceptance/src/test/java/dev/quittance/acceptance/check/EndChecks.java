package dev.quittance.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.Customer;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.TopicReader;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.TaskReady;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/** What must hold of a line in the end, whatever happened to it on the way. */
public final class EndChecks {
  private static final Duration END_TIMEOUT = Duration.ofMinutes(4);
  private static final Set<String> ENDED =
      Set.of("ANCHORED", "REFUSED", "BLOCKED", "EXPIRED", "CANCELLED", "FAILED");
  private static final int SHOWN = 5;
  private static final int COMPLETED = 1;
  private static final int FAILED = 2;

  private EndChecks() {}

  /** How many orders there were, and how they ended. */
  public record Summary(
      int orders, long completed, int executions, int receipts, int calls, int periods) {}

  /** Waits until every order that was taken has ended, is anchored and paid, and checks it all. */
  public static Summary assertHold(LineUnderTest line) {
    awaitSettled(line);
    awaitAnchored(line);
    MoneyChecks.awaitPaid(line);
    LineRecords records =
        LineRecords.of(line).withoutAside(new DeadLetters(line).originsOfRedriven());
    SoftAssertions softly = new SoftAssertions();
    OrderChecks.check(softly, records, line.accepted());
    ReceiptChecks.check(softly, records);
    CallChecks.check(softly, records, line.stub().calls());
    MoneyChecks.check(softly, records, line.devnet());
    List<Long> anchored = line.devnet().anchorEvents();
    softly
        .assertThat(anchored)
        .as("one effective anchor per period, in their order")
        .doesNotHaveDuplicates()
        .isSorted();
    softly.assertAll();
    assertAuditHolds(line);
    return new Summary(
        records.settlements().size(),
        records.settlements().stream().filter(it -> it.getVerdict() == COMPLETED).count(),
        records.executions().size(),
        records.receipts().size(),
        line.stub().calls().size(),
        anchored.size());
  }

  /** Waits until every order that was taken is settled. */
  public static void awaitSettled(LineUnderTest line) {
    Set<String> missing = new LinkedHashSet<>(line.accepted());
    TopicReader reader = line.topics();
    Waiting.until(
        "every order to be settled",
        END_TIMEOUT,
        () -> {
          missing.removeAll(settled(reader));
          return missing.isEmpty();
        },
        () -> "%d are not: %s".formatted(missing.size(), shown(line, missing)));
  }

  /** The idempotency key of each attempt at a step of an order. */
  public static List<String> attemptsOf(LineUnderTest line, String orderId) {
    return line.topics().read(Topics.TASKS).stream()
        .map(entry -> entry.value().getBody())
        .filter(TaskReady.class::isInstance)
        .map(TaskReady.class::cast)
        .filter(task -> LineRecords.id(task.getOrderId()).equals(orderId))
        .map(TaskReady::getIdempotencyKey)
        .distinct()
        .toList();
  }

  /** Waits until orders are FAILED in the topics: an outcome, a receipt of it, a settlement. */
  public static void awaitFailed(LineUnderTest line, List<String> orders) {
    Waiting.until(
        "orders to fail",
        END_TIMEOUT,
        () -> {
          LineRecords records = LineRecords.of(line);
          return orders.stream().allMatch(order -> records.hasEnded(order, FAILED));
        },
        () -> orders + "\n" + line.said());
  }

  /** Waits until orders are settled as completed. */
  public static void awaitCompleted(LineUnderTest line, List<String> orders) {
    Waiting.until(
        "orders to be completed",
        END_TIMEOUT,
        () -> {
          LineRecords records = LineRecords.of(line);
          return orders.stream().allMatch(order -> records.hasEnded(order, COMPLETED));
        },
        () -> orders + "\n" + line.said());
  }

  private static Set<String> settled(TopicReader reader) {
    return reader.read(Topics.SETTLEMENTS).stream()
        .map(entry -> entry.value().getBody())
        .filter(OrderSettled.class::isInstance)
        .map(body -> LineRecords.id(body.getOrderId()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void awaitAnchored(LineUnderTest line) {
    Customer customer = line.customer();
    Set<String> missing = new LinkedHashSet<>(line.accepted());
    Predicate<JsonNode> isOver =
        order ->
            order.path("anchored").asBoolean()
                && order.path("settled").asBoolean()
                && ENDED.contains(order.path("status").asText());
    Waiting.until(
        "every order to be anchored",
        END_TIMEOUT,
        () -> {
          missing.removeIf(id -> isOver.test(customer.order(id)));
          return missing.isEmpty();
        },
        () -> "%d are not: %s".formatted(missing.size(), shown(line, missing)));
  }

  private static void assertAuditHolds(LineUnderTest line) {
    Cli.Outcome audit =
        Cli.run("audit", "-c", line.settingsFile(), "--trust", line.trustFile(), "--json");
    assertThat(audit.exitCode()).as("exit code of the audit\n%s", audit.out()).isZero();
  }

  private static String shown(LineUnderTest line, Set<String> orders) {
    Customer customer = line.customer();
    return orders.stream()
        .limit(SHOWN)
        .map(id -> customer.order(id).toString())
        .collect(Collectors.joining("\n  ", "\n  ", ""));
  }
}
