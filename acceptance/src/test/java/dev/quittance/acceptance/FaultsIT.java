package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.acceptance.check.EndChecks;
import dev.quittance.acceptance.line.Customer;
import dev.quittance.acceptance.line.Customer.Answer;
import dev.quittance.acceptance.line.FullDisk;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.Load;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.Size;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.acceptance.line.WorkOrders;
import dev.quittance.acceptance.stub.StubCall;
import dev.quittance.acceptance.stub.StubExecutors;
import dev.quittance.line.LineStages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the line stands on goes away for a while: it waits or says no, and goes on. */
@Order(4)
@ExtendWith(SharedLine.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("long")
class FaultsIT {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final int FEW = 8;

  @Test
  @Order(1)
  void theBrokerGoesAndComesBack(LineUnderTest line) {
    Duration outage = Size.current().outage().dividedBy(2);
    try (Load load = load(line, "broker", outage)) {
      Waiting.pause(Duration.ofSeconds(2));
      line.cluster().stopBroker();
      try {
        Answer refused =
            line.customer().tryToPlace(orders(line).inline("while it is away"), unique());
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        Waiting.pause(outage);
      } finally {
        line.cluster().startBroker();
      }
      long back = System.nanoTime();
      load.awaitPlaced();
      EndChecks.awaitSettled(line);
      report("broker", "everything settled %.1f s after its return", back);
    }
    assertAllAlive(line);
  }

  @Test
  @Order(2)
  void theRegistryGoesAndAWarmLineDoesNotCare(LineUnderTest line) {
    try (Load warm = load(line, "warm-up", Duration.ofSeconds(2))) {
      warm.awaitPlaced();
    }
    EndChecks.awaitSettled(line);
    StageProcess cold = line.process("prover", "cold");
    line.cluster().stopRegistry();
    try {
      cold.start();
      try (Load load = load(line, "no-registry", Size.current().outage())) {
        load.awaitPlaced();
      }
      EndChecks.awaitSettled(line);
      assertWaitsOrSaysWhy(cold, line.cluster().registryUrl());
    } finally {
      line.cluster().startRegistry();
    }
    if (!cold.isAlive()) {
      cold.start();
    }
    cold.awaitReady();
    assertThat(cold.stop()).as("exit code of %s\n%s", cold.instance(), cold.tail()).isZero();
    assertAllAlive(line);
  }

  @Test
  @Order(3)
  void theChainGoesAndAnchoringWaits(LineUnderTest line) {
    line.cluster().stopRpc();
    try {
      try (Load load = load(line, "no-chain", Size.current().outage())) {
        load.awaitPlaced();
      }
      EndChecks.awaitSettled(line);
    } finally {
      line.cluster().startRpc();
    }
    long back = System.nanoTime();
    EndChecks.assertHold(line);
    report("chain", "everything anchored and paid %.1f s after its return", back);
    assertAllAlive(line);
  }

  @Test
  @Order(4)
  void theDiskOfThePayloadsIsFull(LineUnderTest line) {
    Customer customer = line.customer();
    byte[] input =
        ("{\"text\": \"" + "I love this tent. ".repeat(6_000) + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    String hash = sha256(input);
    String waiting;
    try (FullDisk disk = FullDisk.over(line.blobs())) {
      System.out.println("FaultsIT: disk full by " + disk.how());
      Answer refused = customer.tryToStore(hash, input);
      assertThat(refused.status()).as(refused.text()).isIn(503, 507);
      waiting =
          customer.place(
              orders(line).model("stub:answer " + StubExecutors.LARGE + unique()), unique());
      String inline = customer.place(orders(line).inline("fine"), unique());
      Waiting.until("the model to be called", STEP, () -> callsFor(line, waiting) > 0, line::said);
      Waiting.until(
          "a small result, which needs no disk",
          STEP,
          () -> customer.order(inline).path("settled").asBoolean(),
          line::said);
      Waiting.pause(Duration.ofSeconds(3));
      assertThat(customer.order(waiting).path("settled").asBoolean())
          .as("settled without room for its result\n%s", line.said())
          .isFalse();
      disk.free();
      assertThat(customer.tryToStore(hash, input).status()).isEqualTo(201);
      String stored = customer.place(orders(line).stored(hash, input.length), unique());
      EndChecks.awaitSettled(line);
      List.of(waiting, inline, stored).forEach(order -> assertCompleted(customer, order));
    }
    assertThat(callsFor(line, waiting))
        .as("calls: none again for a result that was kept, one for each attempt")
        .isEqualTo(EndChecks.attemptsOf(line, waiting).size());
    String output = customer.order(waiting).findValue("outputHash").asText();
    assertThat(customer.result(output).status()).isEqualTo(200);
    assertAllAlive(line);
    System.out.println("FaultsIT: " + EndChecks.assertHold(line));
  }

  private static void assertCompleted(Customer customer, String order) {
    assertThat(customer.order(order).path("steps").findValuesAsText("verdict"))
        .as(customer.order(order).toString())
        .containsExactly("COMPLETED");
  }

  /** A process that can't work yet says so: it is not ready and shows why, or it ends and says. */
  private static void assertWaitsOrSaysWhy(StageProcess cold, String registry) {
    assertThat(cold.isReady()).as("%s is ready without a registry", cold.instance()).isFalse();
    if (!cold.isAlive()) {
      assertThat(cold.exitCode(STEP)).isPositive();
      assertThat(cold.hasSaid(registry)).as(cold.tail()).isTrue();
    }
    System.out.printf(
        "FaultsIT: a stage started without registry %s%n",
        cold.isAlive() ? "waits: " + cold.health("ready") : "ends, naming the registry");
  }

  private static Load load(LineUnderTest line, String name, Duration span) {
    return Load.start(line, name, line.stub().seed() + name.hashCode(), FEW, span);
  }

  private static WorkOrders orders(LineUnderTest line) {
    return new WorkOrders(line.devnet().asset());
  }

  private static long callsFor(LineUnderTest line, String order) {
    List<String> keys = EndChecks.attemptsOf(line, order);
    return line.stub().calls().stream().map(StubCall::key).filter(keys::contains).count();
  }

  private static void assertAllAlive(LineUnderTest line) {
    assertThat(LineStages.NAMES)
        .as("processes that lived through it\n%s", line.said())
        .allMatch(stage -> line.process(stage, LineUnderTest.FIRST).isAlive());
  }

  private static void report(String what, String text, long since) {
    System.out.printf("FaultsIT: %s: " + text + "%n", what, (System.nanoTime() - since) / 1e9);
  }

  private static String unique() {
    return UUID.randomUUID().toString();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
