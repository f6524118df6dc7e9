package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskExecutorFactory;
import dev.quittance.executor.api.TaskOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Another side that takes the same time for each call, and counts them. Thread-safe. */
final class SleepingSide implements TaskExecutor, TaskExecutorFactory {
  /** Its type. */
  static final String TYPE = "sleeping";

  private final Duration latency;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  SleepingSide(Duration latency) {
    this.latency = latency;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public TaskExecutor create(String name, ObjectNode settings) {
    return this;
  }

  @Override
  public EffectClass effectClass() {
    return EffectClass.KEYED;
  }

  @Override
  public TaskOutcome execute(TaskCall call) throws InterruptedException {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      Thread.sleep(latency);
    } finally {
      running.decrementAndGet();
    }
    JsonNodeFactory json = JsonNodeFactory.instance;
    return new TaskOutcome.Succeeded(
        json.objectNode().put("summary", call.idempotencyKey()), json.objectNode());
  }

  /** The most calls that were under way at the same time. */
  int mostInFlight() {
    return most.get();
  }
}
