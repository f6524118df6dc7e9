package dev.quittance.platform.events;

import dev.quittance.receipts.Verdict;
import java.math.BigInteger;
import java.util.List;

/**
 * What one record says of one order. Hashes, ids and addresses are {@code 0x} and lower-case hex,
 * amounts are in the asset's smallest unit, times are append times in unix ms.
 */
public sealed interface OrderEvent {
  /** A request was written down. */
  record Requested(String tenant, long atMs) implements OrderEvent {}

  /** The order was taken; {@code services} has what each step asks for. */
  record Accepted(
      String tenant,
      String buyer,
      String asset,
      BigInteger budget,
      long deadlineMs,
      List<String> services,
      long atMs)
      implements OrderEvent {
    /** Keeps an immutable copy. */
    public Accepted {
      services = List.copyOf(services);
    }
  }

  /** Vendors were chosen. */
  record Planned(String planHash, BigInteger total, List<PlannedStep> steps, long atMs)
      implements OrderEvent {
    /** Keeps an immutable copy. */
    public Planned {
      steps = List.copyOf(steps);
    }
  }

  /** A step of a plan. */
  record PlannedStep(
      String stepId,
      int index,
      String name,
      String service,
      String agentId,
      BigInteger price,
      BigInteger fee) {}

  /** A step, or the order before any step ({@code index} -1), has its outcome. */
  record Executed(
      String stepId,
      int index,
      String agent,
      int verdict,
      String code,
      String message,
      String outputHash,
      String executor,
      String tenant,
      String service,
      long atMs)
      implements OrderEvent {
    /** The code of an outcome that stands for a dead letter. */
    public static final String DEAD_LETTERED = "dead-lettered";

    /** Whether the work was done. */
    public boolean hasSucceeded() {
      return verdict == Verdict.COMPLETED.code();
    }

    /** Whether it speaks of the order and not of a step. */
    public boolean isOfOrder() {
      return index < 0;
    }

    /** Whether a record of the order can't be processed: true only until the order runs on. */
    public boolean isDeadLetter() {
      return isOfOrder() && code.equals(DEAD_LETTERED);
    }
  }

  /** An outcome has a receipt with a genuine signature. */
  record Proven(String stepId, String agent, int partition, long offset, long seq, long atMs)
      implements OrderEvent {}

  /** The money is divided: credits to vendors, fees, and what is refunded of the budget. */
  record Settled(
      String tenant,
      int verdict,
      int steps,
      BigInteger credits,
      BigInteger fees,
      BigInteger refunded,
      long atMs)
      implements OrderEvent {
    /** Whether it states a dead letter, which moves no money: true only until the order runs on. */
    public boolean isOfDeadLetter() {
      return verdict == Verdict.FAILED.code() && steps == 0;
    }
  }

  /** The period that holds the receipt at this place of the log is final on the chain. */
  record Anchored(int partition, long offset, long period, String txHash) implements OrderEvent {}
}
