package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.acceptance.check.DeadLetters;
import dev.quittance.acceptance.check.DeadLetters.Letter;
import dev.quittance.acceptance.check.EndChecks;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.Forgery;
import dev.quittance.acceptance.line.LineFolder;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.acceptance.line.WorkOrders;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every receipt can be read, so what makes one a dead letter is a settler that crashes on it: here
 * because the order's ledger is cut off. The lane goes on without it, and once the ledger is mended
 * the receipt is redriven to the settler alone and settles the order.
 */
@Order(7)
@Tag("long")
@ExtendWith(SharedLine.class)
class BrokenLedgerIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String LEDGERS = LineFolder.LINE + "-settler-ledgers-changelog";

  @Test
  void aReceiptThatCrashesTheSettlerIsRedrivenOnceItsLedgerIsMended(LineUnderTest line) {
    WorkOrders orders = new WorkOrders(line.devnet().asset());
    DeadLetters letters = new DeadLetters(line);
    List<String> known = letters.list().stream().map(Letter::id).toList();
    StageProcess settler = line.process("settler", LineUnderTest.FIRST);
    StageProcess prover = line.process("prover", LineUnderTest.FIRST);
    prover.kill();
    String broken = line.customer().place(orders.inline("A ledger that breaks"), "broken-ledger");
    Waiting.until("its ledger", TIMEOUT, () -> ledgerOf(line, broken).isPresent(), line::said);
    settler.kill();
    byte[] ledger = ledgerOf(line, broken).orElseThrow();
    write(line, broken, Arrays.copyOf(ledger, ledger.length / 2));
    settler.start();
    prover.start();

    String whole = line.customer().place(orders.inline("One behind it"), "behind-broken-ledger");
    Waiting.until(
        "a dead letter of receipts",
        TIMEOUT,
        () -> letters.waiting(Topics.RECEIPTS, known).size() == 1,
        () -> letters.list() + "\n" + line.said());
    Letter dead = letters.waiting(Topics.RECEIPTS, known).getFirst();
    assertThat(dead.reason()).contains(" at dev.quittance.");
    assertThat(letters.show(dead)).contains(dead.reason(), "settler");
    EndChecks.awaitCompleted(line, List.of(whole));

    settler.kill();
    write(line, broken, ledger);
    settler.start();
    Cli.Outcome redriven = letters.redrive(List.of(dead), false);
    assertThat(redriven.exitCode()).as(redriven.out()).isZero();
    EndChecks.awaitCompleted(line, List.of(broken));
    assertThat(letters.redrive(List.of(dead), false).exitCode()).isEqualTo(1);
    System.out.println("BrokenLedgerIT: " + EndChecks.assertHold(line));
  }

  private static Optional<byte[]> ledgerOf(LineUnderTest line, String order) {
    return line.topics().raw(LEDGERS).stream()
        .filter(record -> Arrays.equals(record.key(), key(order)))
        .reduce((_, last) -> last)
        .map(ConsumerRecord::value);
  }

  private static void write(LineUnderTest line, String order, byte[] ledger) {
    new Forgery(line).append(LEDGERS, key(order), ledger);
  }

  private static byte[] key(String order) {
    return HexFormat.of().parseHex(order.substring(2));
  }
}
