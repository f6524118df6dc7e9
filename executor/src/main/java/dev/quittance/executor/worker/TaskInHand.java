package dev.quittance.executor.worker;

import dev.quittance.platform.trace.TraceParent;
import dev.quittance.platform.trace.WorkInHand;
import java.util.HexFormat;
import java.util.Optional;

/** The task that a call's thread works on, for the log lines that it writes. */
record TaskInHand(Optional<String> orderId, Optional<String> traceId) implements WorkInHand {
  static TaskInHand of(Task task) {
    return new TaskInHand(
        Optional.of(HexFormat.of().formatHex(task.ready().getOrderId().bytes())),
        TraceParent.parse(task.traceparent()).map(TraceParent::traceId));
  }

  @Override
  public String stage() {
    return "executor";
  }
}
