package dev.quittance.platform.events;

import java.math.BigInteger;
import java.util.List;

/**
 * One of the seven events that AgentL2's runtime tells of. Times are append times in unix ms;
 * amounts are in the asset's smallest unit.
 */
public sealed interface RuntimeEvent {
  /** The event's name, such as {@code order_received}. */
  String name();

  /** When it happened. */
  long atMs();

  /** A process of the line tells of events from now on. */
  record Started(String process, long atMs) implements RuntimeEvent {
    @Override
    public String name() {
      return EventTypes.STARTED;
    }
  }

  /** An order was taken. */
  record OrderReceived(
      String orderId, List<String> services, String asset, BigInteger budget, long atMs)
      implements RuntimeEvent {
    /** Keeps an immutable copy. */
    public OrderReceived {
      services = List.copyOf(services);
    }

    @Override
    public String name() {
      return "order_received";
    }
  }

  /** A vendor was chosen for a step, which runs once the steps that it needs are done. */
  record ExecutionStarted(String orderId, int step, String service, String executorId, long atMs)
      implements RuntimeEvent {
    @Override
    public String name() {
      return "execution_started";
    }
  }

  /** A step is done; {@code result} is the SHA-256 of its output. */
  record ExecutionCompleted(
      String orderId, int step, String service, String result, String executor, long atMs)
      implements RuntimeEvent {
    @Override
    public String name() {
      return "execution_completed";
    }
  }

  /** A step did not succeed. */
  record ExecutionFailed(
      String orderId, int step, String service, String code, String error, long atMs)
      implements RuntimeEvent {
    @Override
    public String name() {
      return "execution_failed";
    }
  }

  /** Every step is done and the money is divided. */
  record OrderCompleted(String orderId, BigInteger spent, BigInteger refunded, long atMs)
      implements RuntimeEvent {
    @Override
    public String name() {
      return "order_completed";
    }
  }

  /** The order came to nothing. */
  record Failed(String orderId, String code, String error, long atMs) implements RuntimeEvent {
    @Override
    public String name() {
      return "error";
    }
  }
}
