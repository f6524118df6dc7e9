package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.acceptance.check.EndChecks;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.Devnet;
import dev.quittance.acceptance.line.LineFolder;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.Load;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.line.OpenLine;
import dev.quittance.line.OperatorRotation;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.OperatedView;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.keys.SeedFile;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's key is rotated while orders are on their way: the line is stopped, its log goes on
 * in another epoch, and every order ends as if nothing had happened. Each rotation is cut off after
 * the rules are published, and finished by the next try.
 */
@Tag("long")
class OperatorRotationIT {
  private static final int ORDERS = 40;
  private static final Duration SPAN = Duration.ofSeconds(6);

  @TempDir private Path root;

  @Test
  void ordersGoOnUnderAnotherOperatorAndAnAuditorFollows() throws IOException {
    long seed = Long.getLong("quittance.seed", System.nanoTime());
    System.out.printf("OperatorRotationIT, seed %d%n", seed);
    try (LineUnderTest line = LineUnderTest.bringUp(root, seed)) {
      try {
        rotate(line, seed);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + "\n" + line.said(), e);
      }
    }
  }

  private void rotate(LineUnderTest line, long seed) throws IOException {
    PublishedLog before = line.log();
    try (Load load = Load.start(line, "before", seed, ORDERS, SPAN)) {
      load.awaitPlaced();
    }
    line.processes().forEach(process -> assertThat(process.stop()).isZero());

    Signer next = newOperator(line, seed());
    cutOff(line, next, vault(line));
    assertThat(operatorOf(line, anchor(line))).isEqualTo(next.address());
    assertThat(operatorOf(line, vault(line))).isEqualTo(before.rules().operator());
    PublishedLog after = line.log();

    JsonNode rotated = Orders.parse(run("operator", "rotate", "--seed", seed()));
    assertThat(line.log()).as("nothing is published twice").isEqualTo(after);
    assertThat(after.epochs().topics()).containsExactly("receipts", "receipts-e1");
    assertThat(after.rules().operator()).isNotEqualTo(before.rules().operator());
    assertThat(rotated.path("operator").asText()).isEqualTo(after.rules().operator().toString());
    assertThat(rotated.path("transactions")).as("the vault's offer and acceptance").hasSize(2);

    JsonNode again = Orders.parse(run("operator", "rotate", "--seed", seed()));
    assertThat(again.path("epoch").asInt()).isEqualTo(1);
    assertThat(again.path("transactions")).as("nothing is left to do").isEmpty();
    assertThat(line.log()).as("nothing is published twice").isEqualTo(after);
    oldKeyIsRefused(line);
    takeTheKey(line, seed());
    rotateOnceMoreBeforeAnyPeriod(line);
    line.restore();
    try (Load load = Load.start(line, "after", seed + 1, ORDERS, SPAN)) {
      load.awaitPlaced();
    }
    EndChecks.Summary summary = EndChecks.assertHold(line);
    System.out.println("  " + summary);
    assertThat(line.topics().raw("receipts-e2")).hasSizeGreaterThan(ORDERS);
    exportIsAudited(line);
    bundlesOfBothEpochsVerify(line);
  }

  /** Started with what it had before, the anchorer says whose key it needs. */
  private static void oldKeyIsRefused(LineUnderTest line) {
    StageProcess anchorer = line.process("anchorer", LineUnderTest.FIRST);
    anchorer.start();
    assertThat(anchorer.exitCode(Duration.ofMinutes(1))).isNotZero();
    assertThat(anchorer.tail()).contains(line.log().rules().operator().toString());
  }

  /** Of a rotation that goes no further than to the handover of a contract. */
  private static final class CutOff extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static void cutOff(LineUnderTest line, Signer next, Address contract) {
    String last = "handing over contract " + contract;
    OperatorRotation rotation =
        new OperatorRotation(
            settings(line),
            Map.of(),
            next,
            step -> {
              if (step.equals(last)) {
                throw new CutOff();
              }
            },
            () -> false);
    assertThatExceptionOfType(CutOff.class).isThrownBy(rotation::run);
  }

  private static Settings settings(LineUnderTest line) {
    return ((SettingsFile.Loaded) SettingsFile.load(line.settingsFile(), Map.of())).settings();
  }

  private static Signer newOperator(LineUnderTest line, Path seed) throws IOException {
    Signer next = SeedFile.create(seed, LineFolder.PASSPHRASE).operator();
    Devnet.giveGasMoney(line.settings().chain().rpc(), List.of(next));
    return next;
  }

  private static Address anchor(LineUnderTest line) {
    return Address.fromHex(OpenLine.deployment(line.settings()).anchor());
  }

  private static Address vault(LineUnderTest line) {
    return Address.fromHex(OpenLine.deployment(line.settings()).vault());
  }

  private static Address operatorOf(LineUnderTest line, Address contract) throws IOException {
    try (ChainRpc rpc = ChainRpc.at(line.settings().chain().rpc())) {
      return new OperatedView(rpc, contract).operator();
    }
  }

  /** Started with the new key, the anchorer ends a period and says that it can't anchor it. */
  private static void betweenTheTwoNothingIsAnchored(LineUnderTest line, Path seed)
      throws IOException {
    String asItWas = Files.readString(line.settingsFile());
    takeTheKey(line, seed);
    StageProcess anchorer = line.process("anchorer", LineUnderTest.FIRST);
    anchorer.start();
    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(() -> assertThat(anchorer.health("ready")).contains("halted", "reverted"));
    assertThat(anchorer.stop()).isZero();
    Files.writeString(line.settingsFile(), asItWas);
  }

  /** An epoch in which nothing has happened yet ends with a period of its own. */
  private void rotateOnceMoreBeforeAnyPeriod(LineUnderTest line) throws IOException {
    long first = line.log().epochs().newest().firstPeriod();
    Address second = line.log().rules().operator();
    Path third = root.resolve("third.json");
    Signer next = newOperator(line, third);
    cutOff(line, next, anchor(line));
    assertThat(operatorOf(line, anchor(line))).isEqualTo(second);
    PublishedLog after = line.log();
    assertThat(line.log().epochs().topics())
        .containsExactly("receipts", "receipts-e1", "receipts-e2");
    // One, and one more where a period's regular end has come since the first rotation.
    assertThat(line.log().epochs().newest().firstPeriod()).isBetween(first + 1, first + 2);

    betweenTheTwoNothingIsAnchored(line, third);
    JsonNode rotated = Orders.parse(run("operator", "rotate", "--seed", third));
    assertThat(line.log()).as("nothing is published twice").isEqualTo(after);
    assertThat(rotated.path("transactions")).as("two of each contract").hasSize(4);
    takeTheKey(line, third);
  }

  private static void takeTheKey(LineUnderTest line, Path seed) throws IOException {
    String settings = Files.readString(line.settingsFile());
    Files.writeString(
        line.settingsFile(),
        settings
            .replaceAll("  operator:\n    seed: .*\n", "")
            .replace("keys:\n", "keys:\n  operator:\n    seed: " + seed + "\n"));
  }

  private void exportIsAudited(LineUnderTest line) {
    Path export = root.resolve("export");
    run("export", export);
    String rpc = line.settings().chain().rpc();
    Cli.Outcome audit =
        Cli.run("audit", "--export", export, "--rpc", rpc, "--trust", line.trustFile(), "--json");
    assertThat(audit.exitCode()).as("the export's audit: %s", audit.out()).isZero();
  }

  private void bundlesOfBothEpochsVerify(LineUnderTest line) throws IOException {
    Path trust = line.trustFile();
    try (Gateway gateway = new Gateway(line.gateways().getFirst(), line.apiKey())) {
      List<String> orders = line.accepted();
      for (String order : List.of(orders.getFirst(), orders.getLast())) {
        JsonNode receipts = gateway.get("/v1/receipts?order=" + order).json().path("receipts");
        assertThat(receipts).as("receipts of order %s", order).isNotEmpty();
        String link = receipts.path(0).path("links").path("bundle").asText();
        Path bundle = Files.writeString(root.resolve("bundle.json"), gateway.get(link).text());
        assertThat(Cli.run("verify", bundle, "--trust", trust, "--json").exitCode())
            .as("verdict on %s", bundle)
            .isZero();
      }
    }
  }

  private Path seed() {
    return root.resolve("operator.json");
  }

  private String run(Object... command) {
    Object[] words = new Object[command.length + 3];
    System.arraycopy(command, 0, words, 0, command.length);
    words[command.length] = "-c";
    words[command.length + 1] = root.resolve("quittance.yaml");
    words[command.length + 2] = "--json";
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.exitCode()).as("%s: %s", List.of(command), outcome.out()).isZero();
    return outcome.out();
  }
}
