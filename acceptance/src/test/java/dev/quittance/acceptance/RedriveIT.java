package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.acceptance.check.DeadLetters;
import dev.quittance.acceptance.check.DeadLetters.Letter;
import dev.quittance.acceptance.check.EndChecks;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.FutureSchemas;
import dev.quittance.acceptance.line.LaggingRegistry;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.acceptance.line.WorkOrders;
import dev.quittance.acceptance.stub.Behaviour;
import dev.quittance.acceptance.stub.StubCall;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An order whose records no stage can read yet goes aside at every topic that it passes, is brought
 * back each time, and is carried out, paid and anchored once.
 */
@Order(6)
@Tag("long")
@ExtendWith(SharedLine.class)
@TestInstance(Lifecycle.PER_CLASS)
class RedriveIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String MUCH = "1000000000000";

  /** What a stage can't read, in the order in which an order meets it. */
  private record Hop(Topic<?> topic, List<String> readers) {
    Hop(Topic<?> topic, String... readers) {
      this(topic, List.of(readers));
    }
  }

  private static final List<Hop> HOPS =
      List.of(
          new Hop(Topics.ORDER_REQUESTS, "ingest"),
          new Hop(Topics.ORDERS, "planner"),
          new Hop(Topics.DAY_CAP_REQUESTS, "planner"),
          new Hop(Topics.PLANS, "executor", "settler"),
          new Hop(Topics.ADMISSIONS, "executor"),
          new Hop(Topics.RESULTS, "executor"),
          new Hop(Topics.TASKS, "executor"));

  private static final List<String> LAGGING = List.of("ingest", "planner", "executor", "settler");

  private LaggingRegistry registry;
  private DeadLetters letters;
  private List<String> known;

  @BeforeAll
  void stagesSeeReplicasThatKnowNothing(LineUnderTest line) throws IOException {
    letters = new DeadLetters(line);
    known = letters.list().stream().map(Letter::id).toList();
    line.capPerDay(MUCH);
    registry = LaggingRegistry.before(line.cluster().registryUrl());
    HOPS.forEach(hop -> hop.readers().forEach(stage -> registry.hide(stage, hop.topic())));
    for (String stage : LAGGING) {
      StageProcess process = line.process(stage, LineUnderTest.FIRST);
      process.kill();
      process.start(Map.of("QUITTANCE_REGISTRY_URL", registry.urlOf(stage)));
    }
    LAGGING.forEach(stage -> line.process(stage, LineUnderTest.FIRST).awaitReady());
  }

  /** Whoever comes next starts them again, on the registry itself. */
  @AfterAll
  void nobodySeesTheReplicasAnyLonger(LineUnderTest line) {
    LAGGING.forEach(stage -> line.process(stage, LineUnderTest.FIRST).kill());
    registry.close();
  }

  @Test
  void anOrderIsCarriedOutOnceThoughEveryTopicHadToBeRedriven(LineUnderTest line) {
    WorkOrders orders = new WorkOrders(line.devnet().asset());
    String order = line.customer().place(orders.webhook(Behaviour.ANSWER.word()), "every-topic");
    for (Hop hop : HOPS) {
      List<Letter> dead = await(line, hop.topic(), hop.readers().size());
      assertToldOf(line, order, dead);
      if (hop.topic().equals(Topics.TASKS)) {
        break;
      }
      hop.readers().forEach(stage -> registry.reveal(stage, hop.topic()));
      redrive(dead);
    }
    String key = redriveThroughNewerExecutions(line, order);

    EndChecks.awaitCompleted(line, List.of(order));
    assertThat(line.stub().calls()).filteredOn(StubCall::key, key).hasSize(1);
    assertThat(letters.of(List.of(order))).isNotEmpty().allMatch(Letter::isRedriven);
    Cli.Outcome again = letters.redrive(letters.of(List.of(order)), false);
    assertThat(again.exitCode()).as("what has ended is refused\n%s", again.out()).isEqualTo(1);
    nothingComesOfWhatIsRedrivenLate(line, orders);
    assertThat(line.stub().calls()).filteredOn(StubCall::key, key).hasSize(1);
    System.out.println("RedriveIT: " + EndChecks.assertHold(line));
  }

  /** The last hop: an executor that writes with what the prover can't read yet. */
  private String redriveThroughNewerExecutions(LineUnderTest line, String order) {
    FutureSchemas future = new FutureSchemas(line.cluster().registryUrl());
    registry.tell("executor", Topics.EXECUTIONS, future.idOf(Topics.EXECUTIONS));
    registry.reveal("executor", Topics.TASKS);
    redrive(letters.waiting(Topics.TASKS, known));
    List<Letter> dead = await(line, Topics.EXECUTIONS, 1);
    assertToldOf(line, order, dead);
    future.register();
    redrive(dead);
    List<String> keys = EndChecks.attemptsOf(line, order);
    assertThat(keys).hasSize(1);
    return keys.getFirst();
  }

  /** Letters that do not say whose they are can be redriven when their order has long ended. */
  private void nothingComesOfWhatIsRedrivenLate(LineUnderTest line, WorkOrders orders) {
    List<Letter> before = letters.list();
    List<Letter> nobodys =
        before.stream()
            .filter(letter -> !known.contains(letter.id()))
            .filter(letter -> !Topics.isKeyedByOrder(letter.topic()))
            .toList();
    assertThat(nobodys)
        .extracting(Letter::topic)
        .containsExactlyInAnyOrder(Topics.DAY_CAP_REQUESTS.name(), Topics.ADMISSIONS.name());
    Cli.Outcome late = letters.redriveAgain(nobodys);
    assertThat(late.exitCode()).as(late.out()).isZero();
    String behind =
        line.customer().place(orders.webhook(Behaviour.ANSWER.word()), "behind-every-topic");
    EndChecks.awaitCompleted(line, List.of(behind));
    assertThat(letters.list()).hasSameSizeAs(before);
  }

  private List<Letter> await(LineUnderTest line, Topic<?> topic, int count) {
    AtomicReference<List<Letter>> waiting = new AtomicReference<>(List.of());
    Waiting.until(
        count + " dead letters of " + topic.name(),
        TIMEOUT,
        () -> {
          waiting.set(letters.waiting(topic, known));
          return waiting.get().size() == count;
        },
        () -> waiting.get() + "\n" + line.said());
    return waiting.get();
  }

  /** The operator sees why; the buyer has a receipt, where the record says whose it is. */
  private void assertToldOf(LineUnderTest line, String order, List<Letter> dead) {
    for (Letter letter : dead) {
      assertThat(letter.reason()).contains("undecodable");
      assertThat(letters.show(letter)).contains(letter.reason());
    }
    if (Topics.isKeyedByOrder(dead.getFirst().topic())) {
      assertThat(dead).extracting(Letter::orderId).containsOnly(order);
      EndChecks.awaitFailed(line, List.of(order));
    }
  }

  private void redrive(List<Letter> dead) {
    assertThat(letters.redrive(dead, true).exitCode()).isZero();
    Cli.Outcome redriven = letters.redrive(dead, false);
    assertThat(redriven.exitCode()).as(redriven.out()).isZero();
  }
}
