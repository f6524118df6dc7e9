package dev.quittance.executor.domain;

import static dev.quittance.executor.Planned.DEADLINE_MS;
import static dev.quittance.executor.Planned.IN_TIME_MS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.Planned;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.avro.RunCodec;
import dev.quittance.executor.domain.RunCommand.AttemptAdmitted;
import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.RunCommand.StepSucceeded;
import dev.quittance.executor.domain.RunCommand.TimerFired;
import dev.quittance.executor.domain.admission.Admission;
import dev.quittance.executor.domain.admission.AdmissionCommand;
import dev.quittance.executor.domain.admission.AdmissionDecider;
import dev.quittance.executor.domain.admission.AdmissionDecision;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.executor.domain.admission.AdmissionLimits.Permits;
import dev.quittance.executor.domain.admission.AdmissionState;
import dev.quittance.executor.domain.admission.AttemptId;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several orders, admission and workers together, each record of each topic delivered in order but
 * the topics in any: with results that are repeated, late or of lies, records that are delivered
 * twice, timers too early and too often, and crashes of either side.
 */
class OutsideWorkLawsTest {
  private static final RunDecider DECIDER = new RunDecider(new RetryPolicy(3, 50_000, 200_000));
  private static final byte[] OUTPUT = "{\"n\":1}".getBytes(UTF_8);
  private static final Hash32 OUTPUT_HASH = Hash32.sha256(OUTPUT);

  /** An order on its way. */
  private static final class Line {
    final Planned planned;
    final Queue<RunCommand> inbox = new ArrayDeque<>();
    final Map<Integer, Execution> executions = new HashMap<>();
    RunState state = new RunState.Unknown();

    Line(Planned planned) {
      this.planned = planned;
    }

    Hash32 orderId() {
      return planned.order().orderId();
    }
  }

  private static final class World {
    final Random random;
    final AdmissionLimits limits;
    final List<Line> lines = new ArrayList<>();
    final Queue<AdmissionCommand> admissions = new ArrayDeque<>();
    final Map<AttemptId, Admission> stored = new HashMap<>();
    final List<Task> tasks = new ArrayList<>();
    final List<Task> history = new ArrayList<>();
    final Set<AttemptId> sent = new HashSet<>();
    AdmissionState admission;
    long nowMs = IN_TIME_MS;

    World(Random random) {
      this.random = random;
      this.limits =
          new AdmissionLimits(
              Permits.each(1 + random.nextInt(4)),
              Permits.each(1 + random.nextInt(3)),
              Permits.each(1 + random.nextInt(3)),
              name -> name);
      this.admission = new AdmissionState(limits);
      for (int order = 0; order < 1 + random.nextInt(4); order++) {
        lines.add(new Line(randomOrder(order)));
      }
    }

    private Planned randomOrder(int number) {
      List<Planned.Step> steps = new ArrayList<>();
      for (int index = 0; index < 1 + random.nextInt(4); index++) {
        String[] needs =
            index > 0 && random.nextInt(3) == 0
                ? new String[] {"s" + random.nextInt(index)}
                : new String[0];
        steps.add(Planned.step("s" + index, "llm/" + random.nextInt(2), "{}", needs));
      }
      return Planned.of("order-" + number, steps);
    }

    void run() {
      lines.forEach(line -> decide(line, line.planned.start(nowMs)));
      for (int turn = 0; turn < 150; turn++) {
        nowMs += random.nextInt(12_000);
        switch (random.nextInt(6)) {
          case 0, 1 -> deliverAdmission();
          case 2 -> deliver(line());
          case 3 -> work();
          case 4 -> fire(line());
          default -> crashOrRepeat();
        }
      }
      finish();
    }

    /** Workers are silent from now on; whatever was written is read, and the deadline comes. */
    private void finish() {
      drain();
      nowMs = Math.max(nowMs, DEADLINE_MS);
      for (Line line : lines) {
        line.state.timers().forEach(timer -> line.inbox.add(fired(timer)));
      }
      drain();
      history.forEach(task -> answer(task));
      drain();
    }

    private void drain() {
      while (!admissions.isEmpty() || lines.stream().anyMatch(it -> !it.inbox.isEmpty())) {
        deliverAdmission();
        lines.forEach(this::deliver);
      }
    }

    private Line line() {
      return lines.get(random.nextInt(lines.size()));
    }

    private void deliver(Line line) {
      RunCommand command = line.inbox.poll();
      if (command != null) {
        decide(line, at(command));
      }
    }

    private void deliverAdmission() {
      AdmissionCommand command = admissions.poll();
      if (command != null) {
        take(AdmissionDecider.decide(admission, command));
        if (command instanceof AdmissionCommand.Request && random.nextInt(12) == 0) {
          admissions.add(command);
        }
      }
    }

    private void take(AdmissionDecision decision) {
      decision.removed().ifPresent(stored::remove);
      decision.kept().forEach(it -> stored.put(it.id(), it));
      for (Admission granted : decision.grants()) {
        AttemptId id = granted.id();
        Line line =
            lines.stream()
                .filter(it -> it.orderId().equals(granted.orderId()))
                .findFirst()
                .orElseThrow();
        line.inbox.add(new AttemptAdmitted(granted.orderId(), id.stepId(), id.attempt(), nowMs));
      }
    }

    private void work() {
      if (!tasks.isEmpty()) {
        answer(tasks.remove(random.nextInt(tasks.size())));
      }
    }

    private void answer(Task task) {
      Line line =
          lines.stream()
              .filter(it -> it.orderId().equals(task.orderId()))
              .findFirst()
              .orElseThrow();
      for (int times = 1 + random.nextInt(2); times > 0; times--) {
        line.inbox.add(result(task));
      }
    }

    private StepResult result(Task task) {
      DoneBy worker = DoneBy.Worker.silent();
      FailureCause[] causes = FailureCause.values();
      return random.nextInt(3) == 0
          ? new StepSucceeded(
              task.stepId(), task.attempt(), OUTPUT_HASH, Bytes.wrap(OUTPUT), worker, nowMs)
          : new StepFailed(
              task.stepId(),
              task.attempt(),
              Failure.of(causes[random.nextInt(causes.length)], "code", ""),
              worker,
              nowMs);
    }

    private void fire(Line line) {
      for (RunTimer timer : line.state.timers()) {
        if (random.nextBoolean()) {
          line.inbox.add(fired(timer));
        }
      }
    }

    private TimerFired fired(RunTimer timer) {
      return new TimerFired(timer.id(), timer.dueAtMs(), nowMs);
    }

    private void crashOrRepeat() {
      if (random.nextBoolean()) {
        admission = AdmissionState.restored(limits, stored.values());
        take(AdmissionDecider.resume(admission));
      } else if (!history.isEmpty()) {
        answer(history.get(random.nextInt(history.size())));
      }
    }

    private void decide(Line line, RunCommand command) {
      RunDecision decision = DECIDER.decide(line.state, command);
      decision.effects().forEach(effect -> carryOut(line, effect));
      line.state =
          decision.state() instanceof RunState.Active(Run run) && random.nextInt(4) == 0
              ? new RunState.Active(RunCodec.decode(RunCodec.encode(run)))
              : decision.state();
    }

    private void carryOut(Line line, RunEffect effect) {
      switch (effect) {
        case RunEffect.RequestAdmission it ->
            admissions.add(
                new AdmissionCommand.Request(
                    new AttemptId(it.stepId(), it.attempt()),
                    it.orderId(),
                    it.tenant(),
                    it.agentId(),
                    it.executor()));
        case RunEffect.EndAdmission it ->
            admissions.add(
                new AdmissionCommand.End(new AttemptId(it.stepId(), it.attempt()), it.orderId()));
        case RunEffect.Dispatch(Task task) -> {
          AttemptId id = new AttemptId(task.stepId(), task.attempt());
          assertThat(sent.add(id)).as("%s is sent once", id).isTrue();
          assertThat(Objects.requireNonNull(stored.get(id)).granted()).isTrue();
          assertThat(line.executions).doesNotContainKey(task.stepIndex());
          assertThat(task.deadlineMs()).isGreaterThan(nowMs);
          tasks.add(task);
          history.add(task);
        }
        case RunEffect.Cancel it ->
            tasks.removeIf(
                task -> task.stepId().equals(it.stepId()) && task.attempt() == it.attempt());
        case RunEffect.Complete(Execution execution) ->
            assertThat(line.executions.put(execution.stepIndex(), execution)).isNull();
        case RunEffect.Ignore _ -> {}
        case RunEffect.RunInline it -> throw new AssertionError(it);
      }
    }

    /** Read now, whenever it was written. */
    private RunCommand at(RunCommand command) {
      return switch (command) {
        case AttemptAdmitted it ->
            new AttemptAdmitted(it.orderId(), it.stepId(), it.attempt(), nowMs);
        case TimerFired it -> new TimerFired(it.timerId(), it.dueAtMs(), nowMs);
        case StepFailed it ->
            new StepFailed(it.stepId(), it.attempt(), it.failure(), it.doneBy(), nowMs);
        case StepSucceeded it ->
            new StepSucceeded(
                it.stepId(), it.attempt(), it.outputHash(), it.output(), it.doneBy(), nowMs);
        case RunCommand.StartRun it -> it;
        case RunCommand.RefusePlan it -> it;
      };
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyOrderEndsAndEveryPermitComesBack(long seed) {
    World world = new World(new Random(seed));

    world.run();

    for (Line line : world.lines) {
      assertThat(line.state).as("seed %d", seed).isEqualTo(new RunState.Ended());
      assertThat(line.executions).as("seed %d", seed).hasSize(line.planned.plan().steps().size());
    }
    assertThat(world.stored).as("permits and waiting attempts, seed %d", seed).isEmpty();
    assertThat(world.admission.granted() + world.admission.waiting()).isZero();
  }
}
