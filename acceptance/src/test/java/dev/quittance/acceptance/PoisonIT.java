package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.acceptance.check.DeadLetters;
import dev.quittance.acceptance.check.DeadLetters.Letter;
import dev.quittance.acceptance.check.EndChecks;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.Forgery;
import dev.quittance.acceptance.line.FutureSchemas;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.acceptance.line.WorkOrders;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that no stage can process go aside, their orders fail, and a fix brings them back. */
@Order(5)
@ExtendWith(SharedLine.class)
@Tag("long")
class PoisonIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final byte[] GARBAGE = "no record at all".getBytes(StandardCharsets.UTF_8);
  private static final int ID_BYTES = 32;

  @Test
  void garbageInEveryTopicGoesAsideAndItsOrderFails(LineUnderTest line) {
    Forgery forgery = new Forgery(line);
    Random random = new Random(line.stub().seed());
    DeadLetters letters = new DeadLetters(line);
    int before = letters.list().size();
    List<String> inboxes =
        Topics.all().stream().filter(Topic::deadLetters).map(Topic::name).toList();
    List<String> failing = new ArrayList<>();
    for (String topic : inboxes) {
      byte[] key = new byte[ID_BYTES];
      random.nextBytes(key);
      forgery.append(topic, key, GARBAGE);
      if (Topics.isKeyedByOrder(topic)) {
        failing.add("0x" + HexFormat.of().formatHex(key));
      }
    }
    Waiting.until(
        "dead letters of " + inboxes,
        TIMEOUT,
        () -> topics(letters.list(), before).containsAll(inboxes),
        () -> topics(letters.list(), before).toString());
    assertThat(letters.list()).extracting(Letter::reason).allMatch(reason -> !reason.isBlank());
    EndChecks.awaitFailed(line, failing);
  }

  @Test
  void whatCanNotBeReadYetIsRedrivenOnceItCan(LineUnderTest line) {
    Forgery forgery = new Forgery(line);
    WorkOrders orders = new WorkOrders(line.devnet().asset());
    FutureSchemas future = new FutureSchemas(line.cluster().registryUrl());
    var submitted = forgery.order(orders.inline("from a newer gateway"));
    var accepted = forgery.order(orders.inline("from a newer ingest"));
    forgery.append(
        Topics.ORDER_REQUESTS,
        submitted,
        future.idOf(Topics.ORDER_REQUESTS),
        forgery.submitted(submitted));
    forgery.append(Topics.ORDERS, accepted, future.idOf(Topics.ORDERS), forgery.accepted(accepted));
    List<String> ids = List.of(submitted.orderId().hex(), accepted.orderId().hex());
    EndChecks.awaitFailed(line, ids);

    DeadLetters letters = new DeadLetters(line);
    List<Letter> dead = letters.of(ids);
    assertThat(dead).hasSize(ids.size()).noneMatch(Letter::isRedriven);
    assertThat(letters.redrive(dead, true).exitCode()).isZero();
    future.register();
    Cli.Outcome redriven = letters.redrive(dead, false);
    assertThat(redriven.exitCode()).as(redriven.out()).isZero();

    EndChecks.awaitCompleted(line, ids);
    assertThat(letters.of(ids)).hasSize(ids.size()).allMatch(Letter::isRedriven);
    Cli.Outcome again = letters.redrive(dead, false);
    assertThat(again.exitCode()).as("what has ended is refused\n%s", again.out()).isEqualTo(1);
    System.out.println("PoisonIT: " + EndChecks.assertHold(line));
  }

  private static List<String> topics(List<Letter> letters, int before) {
    return letters.size() <= before
        ? List.of()
        : letters.stream().map(Letter::topic).distinct().toList();
  }
}
