package dev.quittance.executor.worker;

import static dev.quittance.executor.worker.StubExecutor.failed;
import static dev.quittance.executor.worker.StubExecutor.output;
import static dev.quittance.executor.worker.TaskSamples.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.schemas.avro.TaskFailed;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Executors that fail are left alone for a while. */
final class CircuitTest extends CallDeskCase {
  @Test
  void openCircuitAnswersWithoutACallAndClosesAgain() {
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean up = new AtomicBoolean();
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            _ -> {
              calls.incrementAndGet();
              return up.get() ? output("x") : failed(FailureCause.UNAVAILABLE);
            });
    for (int i = 1; i <= Circuit.LEAST_CALLS; i++) {
      take(desk, ready("s" + i, STUB, "1"), false);
      turnUntil(desk, i);
    }

    take(desk, ready("refused", STUB, "1"), false);
    turnUntil(desk, Circuit.LEAST_CALLS + 1);

    TaskFailed refused = (TaskFailed) results.getLast();
    assertThat(refused.getCause()).isEqualTo("circuit-open");
    assertThat(refused.getRetryAfterMs()).isEqualTo(Circuit.OPEN_FOR.toMillis());
    assertThat(calls).hasValue(Circuit.LEAST_CALLS);
    assertThat(circuitState()).isEqualTo(2);
    up.set(true);
    clock.advance(Circuit.OPEN_FOR.plusMillis(1));
    assertThat(circuitState()).isEqualTo(1);
    for (int i = 1; i <= Circuit.PROBES; i++) {
      take(desk, ready("probe" + i, STUB, "1"), false);
      turnUntil(desk, Circuit.LEAST_CALLS + 1 + i);
    }
    assertThat(circuitState()).isZero();
  }

  private double circuitState() {
    return meters.get("quittance.executor.circuit.state").tag("executor", STUB).gauge().value();
  }

  @ParameterizedTest
  @EnumSource(FailureCause.class)
  void onlySomeCausesOpenTheCircuit(FailureCause cause) {
    Circuit circuit = new Circuit(STUB, clock);
    TaskOutcome outcome = failed(cause);
    for (int i = 0; i < Circuit.WINDOW; i++) {
      circuit.acquire().ifPresent(permit -> permit.ended(outcome));
    }

    CircuitState expected =
        switch (cause) {
          case RATE_LIMITED, UNAVAILABLE, TIMEOUT -> CircuitState.OPEN;
          case INVALID_ANSWER, REFUSED, OUTCOME_UNKNOWN, CIRCUIT_OPEN, CANCELLED, BROKEN ->
              CircuitState.CLOSED;
        };
    assertThat(circuit.state()).isEqualTo(expected);
  }
}
