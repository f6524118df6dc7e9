package dev.quittance.explorer;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.OrderEvent.Accepted;
import dev.quittance.platform.events.OrderEvent.Executed;
import dev.quittance.platform.events.OrderEvent.Planned;
import dev.quittance.platform.events.OrderEvent.PlannedStep;
import dev.quittance.platform.events.OrderEvent.Proven;
import dev.quittance.platform.events.OrderEvent.Requested;
import dev.quittance.platform.events.OrderEvent.Settled;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Events of made-up orders. */
public final class Stories {
  public static final String AGENT = "0x" + "a1".repeat(20);
  public static final String OTHER_AGENT = "0x" + "a2".repeat(20);
  public static final String NONE = "0x" + "0".repeat(64);
  public static final long AT_MS = 1_767_570_000_000L;

  private Stories() {}

  public static String id(String name) {
    return Hash32.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
  }

  public static Requested requested() {
    return new Requested("acme", AT_MS);
  }

  public static Accepted accepted(int steps) {
    return new Accepted(
        "acme",
        AGENT,
        AGENT,
        BigInteger.TEN,
        AT_MS + 60_000,
        Collections.nCopies(steps, "extraction"),
        AT_MS + 10);
  }

  public static Planned planned(int steps) {
    return new Planned(
        id("plan"),
        BigInteger.valueOf(steps),
        IntStream.range(0, steps)
            .mapToObj(index ->
                new PlannedStep(
                    id("step" + index),
                    index,
                    "step" + index,
                    "extraction",
                    "scribe",
                    BigInteger.ONE,
                    BigInteger.ZERO))
            .toList(),
        AT_MS + 20);
  }

  public static Executed executed(int index, int verdict) {
    return new Executed(
        index < 0 ? NONE : id("step" + index),
        index,
        AGENT,
        verdict,
        verdict == 1 ? "" : "code-" + verdict,
        verdict == 1 ? "" : "message " + verdict,
        verdict == 1 ? id("output" + index) : NONE,
        "builtin/extraction@1",
        "acme",
        "extraction",
        AT_MS + 30 + index);
  }

  /** The outcome of a dead letter, signed by the house agent. */
  public static Executed deadLettered() {
    return new Executed(
        NONE, -1, OTHER_AGENT, 2, "dead-lettered", "it crashed", NONE, "", "acme", "", AT_MS + 25);
  }

  /** Its receipt. */
  public static Proven deadLetterProven(int partition, long offset) {
    return new Proven(NONE, OTHER_AGENT, partition, offset, 3, AT_MS + 26);
  }

  /** Its settlement. */
  public static Settled deadLetterSettled() {
    return new Settled("acme", 2, 0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, AT_MS + 27);
  }

  public static Proven proven(int index, int partition, long offset) {
    return new Proven(
        index < 0 ? NONE : id("step" + index), AGENT, partition, offset, 7, AT_MS + 40);
  }

  public static Settled settled(int verdict, int steps) {
    return new Settled(
        "acme", verdict, steps, BigInteger.TWO, BigInteger.ONE, BigInteger.valueOf(7), AT_MS + 50);
  }

  /** The whole life of a completed order of two steps, without its anchor. */
  public static List<OrderEvent> completed() {
    return List.of(
        requested(),
        accepted(2),
        planned(2),
        executed(0, 1),
        executed(1, 1),
        proven(0, 3, 10),
        proven(1, 3, 12),
        settled(1, 2));
  }
}
