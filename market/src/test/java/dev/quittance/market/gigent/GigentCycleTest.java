package dev.quittance.market.gigent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.DeliveryResult;
import dev.quittance.market.MarketFixture;
import dev.quittance.market.gigent.standin.Faults;
import dev.quittance.market.gigent.standin.Gigent;
import dev.quittance.market.gigent.standin.GigentStandIn;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StepInput;
import dev.quittance.receipts.Verdict;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a pending order to its delivery, against a back end and processes that fail. */
class GigentCycleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int ORDERS = 2;

  /** A clean run of these takes about so many steps; a later death is none. */
  private static final int STEPS = 50;

  @TempDir private Path folder;
  private final GigentStandIn standIn = GigentStandIn.start(11);
  private final Gigent gigent = standIn.gigent();
  private final MarketFixture fixture = new MarketFixture();
  private final LineInMemory line = new LineInMemory(fixture);
  private final List<MortalProcess> processes = new ArrayList<>();
  private GigentSettings settings;
  private String seller = "";
  private String gig = "";

  @BeforeEach
  void register() throws Exception {
    settings =
        Profiles.settings(
            folder,
            standIn.url(),
            Profiles.of(
                folder, 1, "runtime: {poll_interval_seconds: 1}", "heartbeat: {enabled: false}"));
    seller = gigent.addAgent("Writer");
    gig = gigent.addGig(seller, "Gig 0", 5);
    new Credentials(seller, "sk_" + "0".repeat(48), "").write(credentials());
  }

  @AfterEach
  void stop() {
    processes.forEach(MortalProcess::close);
    line.close();
    standIn.close();
  }

  private Path credentials() {
    return settings.agents().getFirst().credentials();
  }

  private List<String> place(int count) {
    String buyer = gigent.addAgent("buyer");
    return IntStream.range(0, count)
        .mapToObj(i ->
            gigent
                .place(
                    new JsonObject()
                        .put("gig_id", gig)
                        .put("buyer_id", buyer)
                        .put("brief", "write about {{main.output}} " + i)
                        .put("input_data", new JsonObject().put("n", i)),
                    null)
                .json()
                .getString("id"))
        .toList();
  }

  private MortalProcess process(int lastStep) {
    MortalProcess process = new MortalProcess(settings, fixture, line, lastStep);
    processes.add(process);
    return process.start();
  }

  private void run(MortalProcess process, List<String> orders) throws InterruptedException {
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    while (!areDelivered(orders) && !process.isDead() && System.nanoTime() < untilNs) {
      line.turn(process.deliverer());
      Thread.sleep(5);
    }
  }

  private boolean areDelivered(List<String> orders) {
    return gigent.effects().deliveries().keySet().containsAll(orders)
        && line.outcomes().size() >= orders.size();
  }

  private void assertEachOnce(List<String> orders) {
    assertThat(line.broken()).isEmpty();
    assertThat(gigent.effects().deliveries().keySet()).containsExactlyInAnyOrderElementsOf(orders);
    assertThat(gigent.effects().deliveries().values()).containsOnly(1);
    assertThat(gigent.effects().claims().values()).containsOnly(1);
    assertThat(line.jobs()).hasSize(orders.size());
    assertThat(line.outcomes().values())
        .allMatch(DeliveryResult.Delivered.class::isInstance)
        .hasSize(orders.size());
    for (var job : line.jobs().values()) {
      JsonObject order = gigent.order(LineOrder.uuid(job.sourceId())).json();
      assertThat(order.getString("delivery_hash")).isEqualTo(job.leafHash().toString());
      assertThat(new JsonObject(order.getString("delivery_data")).getString("format"))
          .isEqualTo("markdown");
    }
  }

  @Test
  void eachOrderIsDeliveredOnceThoughEveryResultIsHandedOutTwice() throws Exception {
    List<String> orders = place(40);
    MortalProcess process = process(0);
    run(process, orders);
    line.again(process.deliverer());
    Thread.sleep(300);

    assertEachOnce(orders);
    assertThat(gigent.effects().history(orders.getFirst()))
        .startsWith("accepted")
        .endsWith("delivered");
  }

  static IntStream steps() {
    return IntStream.rangeClosed(1, STEPS);
  }

  @ParameterizedTest
  @MethodSource("steps")
  @Execution(ExecutionMode.CONCURRENT)
  void theNextProcessFinishesWhateverTheDeadOneLeft(int lastStep) throws Exception {
    List<String> orders = place(ORDERS);
    MortalProcess dying = process(lastStep);
    run(dying, orders);
    dying.close();
    MortalProcess next = process(0);
    line.again(next.deliverer());
    run(next, orders);

    assertEachOnce(orders);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void faultsOfTheBackEndLoseAndRepeatNothing(long seed) throws Exception {
    System.out.println("seed " + seed);
    List<String> orders = place(60);
    standIn.setFaults(new Faults(0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 100));
    MortalProcess first = process(0);
    MortalProcess second = process(0);
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    int turns = 0;
    while (!areDelivered(orders) && System.nanoTime() < untilNs) {
      line.turn(turns % 2 == 0 ? first.deliverer() : second.deliverer());
      if (++turns == 20) {
        standIn.restart(Duration.ofMillis(500));
      }
      Thread.sleep(5);
    }
    standIn.setFaults(Faults.NONE);

    assertEachOnce(orders);
  }

  @Test
  void aRevisionIsAnOrderOfItsOwnDeliveredToTheSameOne() throws Exception {
    List<String> orders = place(1);
    String id = orders.getFirst();
    MortalProcess process = process(0);
    run(process, orders);
    gigent.say(id, new JsonObject().put("sender_id", "buyer").put("content", "shorter, please"));
    gigent.move(id, new JsonObject().put("status", "revision_requested"));
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    while (line.outcomes().size() < 2 && System.nanoTime() < untilNs) {
      line.turn(process.deliverer());
      Thread.sleep(20);
    }
    line.again(process.deliverer());
    Thread.sleep(300);

    assertThat(gigent.effects().history(id))
        .containsExactly(
            "accepted",
            "in_progress",
            "delivered",
            "revision_requested",
            "in_progress",
            "delivered");
    assertThat(line.jobs().values())
        .extracting(job -> job.sourceId())
        .containsExactly(id, id + ".r1");
    String revised = List.copyOf(line.contents().values()).getLast();
    Order order = ((Parsed.Ok<Order>) Order.parse(revised.getBytes(UTF_8))).value();
    OrderStep step = order.steps().getFirst();
    // The brief has braces in it, which are no reference: its input is cited.
    byte[] input = fixture.blob(((StepInput.Stored) step.input()).ref().sha256()).orElseThrow();
    assertThat(new JsonObject(new String(input, UTF_8)).getJsonObject("revision").getMap())
        .containsEntry("number", 1)
        .containsEntry("message", "shorter, please")
        .containsKey("delivery");
    assertThat(gigent.order(id).json().getString("delivery_hash"))
        .isEqualTo(List.copyOf(line.jobs().values()).getLast().leafHash().toString());
  }

  @Test
  void aFailureIsToldToTheBuyerAndCancelsTheOrder() throws Exception {
    line.verdict = Verdict.FAILED;
    List<String> orders = place(1);
    MortalProcess process = process(0);
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    while (line.outcomes().isEmpty() && System.nanoTime() < untilNs) {
      line.turn(process.deliverer());
      Thread.sleep(20);
    }

    JsonObject order = gigent.order(orders.getFirst()).json();
    assertThat(order.getString("status")).isEqualTo("cancelled");
    assertThat(order.getJsonArray("messages").getJsonObject(0).getString("content"))
        .contains("the work failed");
    assertThat(line.outcomes().values())
        .containsExactly(new DeliveryResult.Failed("the work failed"));
  }

  @Test
  void thousandsOfWaitingOrdersPassAtTheBackEndsPace() throws Exception {
    int count = Integer.getInteger("gigent.orders", 500);
    List<String> orders = place(count);
    long startNs = System.nanoTime();
    MortalProcess process = process(0);
    run(process, orders);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    System.out.printf("%d cycles in %.1f s: %.0f/s%n", count, seconds, count / seconds);

    assertEachOnce(orders);
    assertThat(Files.readString(credentials())).contains(seller);
  }
}
