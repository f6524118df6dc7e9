package dev.quittance.executor.domain;

import static dev.quittance.executor.Planned.DEADLINE_MS;
import static dev.quittance.executor.Planned.IN_TIME_MS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.Planned;
import dev.quittance.executor.avro.RunCodec;
import dev.quittance.executor.domain.RunCommand.AttemptAdmitted;
import dev.quittance.executor.domain.RunCommand.StartRun;
import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.RunCommand.StepSucceeded;
import dev.quittance.executor.domain.RunCommand.TimerFired;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random graphs, outcomes and sequences of results, some of them repeated or of other attempts. */
class RunLawsTest {
  private static final int SEEDS = 120;
  private static final int SEQUENCES = 3;
  private static final RunDecider DECIDER = new RunDecider(RetryPolicy.DEFAULT);

  private static final int MOST_FAILURES = 3;

  private static final String WORKER = "webhook/acme";

  /** What a step will do when it runs. */
  private enum Fate {
    SUCCEEDS,
    SUCCEEDS_WITHOUT_THE_FIELD,
    FAILS
  }

  private static final List<Fate> UNLUCKY = List.of(Fate.SUCCEEDS_WITHOUT_THE_FIELD, Fate.FAILS);

  /**
   * @param failures how many attempts at a step fail before it does what it will do
   */
  private record Case(Planned planned, StartRun start, List<Fate> fates, List<Integer> failures) {
    static Case random(Random random) {
      int count = 1 + random.nextInt(12);
      List<Planned.Step> steps = new ArrayList<>();
      List<Fate> fates = new ArrayList<>();
      List<Integer> failures = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        steps.add(randomStep(random, index));
        fates.add(
            random.nextInt(4) > 0 ? Fate.SUCCEEDS : UNLUCKY.get(random.nextInt(UNLUCKY.size())));
        boolean isOutside = steps.getLast().executor().equals(WORKER);
        failures.add(isOutside ? random.nextInt(MOST_FAILURES + 1) : 0);
      }
      Planned planned = Planned.of(steps);
      return new Case(planned, planned.start(IN_TIME_MS), fates, failures);
    }

    private static Planned.Step randomStep(Random random, int index) {
      List<String> needs = new ArrayList<>();
      StringBuilder text = new StringBuilder("input of s" + index);
      for (int other = 0; other < index; other++) {
        switch (random.nextInt(6)) {
          case 0 -> needs.add("s" + other);
          case 1 -> text.append(" {{s").append(other).append(".output.n}}");
          default -> {}
        }
      }
      String executor = random.nextBoolean() ? "builtin/extraction" : WORKER;
      String input = "{\"text\":\"" + text + "\"}";
      return Planned.step("s" + index, executor, input, needs.toArray(String[]::new));
    }

    /** The verdicts, from the graph and the fates alone. */
    SortedMap<Integer, Verdict> expected() {
      SortedMap<Integer, Verdict> verdicts = new TreeMap<>();
      for (int index = 0; index < fates.size(); index++) {
        List<Integer> needs = planned.plan().steps().get(index).needs();
        verdicts.put(
            index,
            needs.stream().allMatch(need -> verdicts.get(need) == Verdict.COMPLETED)
                ? ownVerdict(index)
                : Verdict.CANCELLED);
      }
      return verdicts;
    }

    private Verdict ownVerdict(int index) {
      String input = planned.order().canonical().node().at("/steps/" + index + "/input").toString();
      for (int need : planned.plan().steps().get(index).needs()) {
        boolean refers = input.contains("{{s" + need + ".output.n}}");
        if (refers && fates.get(need) == Fate.SUCCEEDS_WITHOUT_THE_FIELD) {
          return Verdict.FAILED;
        }
      }
      return fates.get(index) == Fate.FAILS ? Verdict.FAILED : Verdict.COMPLETED;
    }

    StepResult result(int index, int attempt, long atMs) {
      Hash32 stepId = planned.stepId(index);
      DoneBy worker = DoneBy.Worker.silent();
      if (attempt <= failures.get(index)) {
        Failure passing = new Failure("busy", "", Optional.empty(), true, 100L * attempt);
        return new StepFailed(stepId, attempt, passing, worker, atMs);
      }
      return switch (fates.get(index)) {
        case FAILS -> new StepFailed(stepId, attempt, Failure.lasting("broken", ""), worker, atMs);
        case SUCCEEDS, SUCCEEDS_WITHOUT_THE_FIELD -> {
          byte[] output = output(index);
          Hash32 hash = Hash32.sha256(output);
          yield new StepSucceeded(stepId, attempt, hash, Bytes.wrap(output), worker, atMs);
        }
      };
    }

    byte[] output(int index) {
      String field = fates.get(index) == Fate.SUCCEEDS ? "n" : "m";
      return "{\"%s\":%d}".formatted(field, index).getBytes(UTF_8);
    }
  }

  /** An attempt at a step. */
  private record Try(int index, int attempt) {}

  /** Carries effects out in a random sequence, with noise, and stores the run now and then. */
  private static final class Simulation {
    private final Case testCase;
    private final Random random;
    private final List<Try> asked = new ArrayList<>();
    private final List<Try> running = new ArrayList<>();
    private final Set<Try> holding = new HashSet<>();
    private final List<Try> ended = new ArrayList<>();
    private final Map<Integer, Execution> executions = new HashMap<>();
    private final Map<Integer, Hash32> inputs = new HashMap<>();
    private final long paceMs;
    private RunState state = new RunState.Unknown();
    private long nowMs = IN_TIME_MS;

    Simulation(Case testCase, Random random, long paceMs) {
      this.testCase = testCase;
      this.random = random;
      this.paceMs = paceMs;
    }

    Simulation run() {
      decide(testCase.start());
      while (!(state instanceof RunState.Ended)) {
        makeNoise();
        nowMs += paceMs * random.nextInt(3);
        step();
      }
      makeNoise();
      assertThat(holding).as("room that was not given back").isEmpty();
      assertThat(state.timers()).isEmpty();
      return this;
    }

    /** A result, room for an attempt, or a timer; built-in steps end before anything else comes. */
    private void step() {
      Optional<Try> builtIn = running.stream().filter(this::isBuiltIn).findAny();
      if (builtIn.isPresent()) {
        end(builtIn.get());
        return;
      }
      int choice = random.nextInt(asked.size() + running.size() + 1);
      if (choice < asked.size()) {
        Try next = asked.remove(choice);
        Hash32 stepId = testCase.planned().stepId(next.index());
        Hash32 orderId = testCase.planned().order().orderId();
        decide(new AttemptAdmitted(orderId, stepId, next.attempt(), nowMs));
      } else if (choice < asked.size() + running.size()) {
        end(running.get(choice - asked.size()));
      } else {
        fireOne();
      }
    }

    private boolean isBuiltIn(Try begun) {
      return !testCase.planned().plan().steps().get(begun.index()).executor().equals(WORKER);
    }

    private void end(Try done) {
      running.remove(done);
      decide(testCase.result(done.index(), done.attempt(), nowMs));
      ended.add(done);
    }

    /** A timer that may be due; time goes on to it when nothing else can happen. */
    private void fireOne() {
      RunTimer timer =
          state.timers().stream().min(Comparator.comparingLong(RunTimer::dueAtMs)).orElseThrow();
      if (asked.isEmpty() && running.isEmpty()) {
        nowMs = Math.max(nowMs, timer.dueAtMs());
      }
      decideMaybeIgnored(new TimerFired(timer.id(), timer.dueAtMs(), nowMs));
    }

    private void decide(RunCommand command) {
      RunDecision decision = DECIDER.decide(withOutputs(state), command);
      decision.effects().forEach(this::carryOut);
      state = random.nextInt(3) == 0 ? restored(decision.state()) : decision.state();
    }

    private void decideMaybeIgnored(TimerFired fired) {
      if (fired.appendedAtMs() < fired.dueAtMs()) {
        assertIgnored(fired);
      } else {
        decide(fired);
      }
    }

    private void carryOut(RunEffect effect) {
      switch (effect) {
        case RunEffect.RunInline work ->
            start(new Try(testCase.planned().indexOf(work.stepId()), 1), work.input());
        case RunEffect.RequestAdmission request -> {
          Try wanted = new Try(testCase.planned().indexOf(request.stepId()), request.attempt());
          assertThat(holding.add(wanted)).as("%s is asked for once", wanted).isTrue();
          asked.add(wanted);
        }
        case RunEffect.Dispatch(Task task) -> {
          Try begun = new Try(task.stepIndex(), task.attempt());
          assertThat(holding).contains(begun);
          start(begun, task.input());
        }
        case RunEffect.EndAdmission end -> {
          Try left = new Try(testCase.planned().indexOf(end.stepId()), end.attempt());
          assertThat(holding.remove(left)).as("%s is given back once", left).isTrue();
          asked.remove(left);
        }
        case RunEffect.Cancel cancel ->
            assertThat(
                    running.remove(
                        new Try(testCase.planned().indexOf(cancel.stepId()), cancel.attempt())))
                .isTrue();
        case RunEffect.Complete(Execution execution) ->
            assertThat(executions.put(execution.stepIndex(), execution))
                .as("one execution of step " + execution.stepIndex())
                .isNull();
        case RunEffect.Ignore(String reason) -> throw new AssertionError(reason);
      }
    }

    private void start(Try begun, TaskInput input) {
      for (int need : testCase.planned().plan().steps().get(begun.index()).needs()) {
        assertThat(executions).containsKey(need);
        assertThat(Objects.requireNonNull(executions.get(need)).verdict())
            .isEqualTo(Verdict.COMPLETED);
      }
      Hash32 before = inputs.put(begun.index(), input.hash());
      if (begun.attempt() == 1) {
        assertThat(before).as("%s starts once", begun).isNull();
      } else {
        assertThat(before).as("%s works on the same", begun).isEqualTo(input.hash());
      }
      running.add(begun);
    }

    /** Results that came before, of an attempt that never was, and the plan once more. */
    private void makeNoise() {
      assertIgnored(testCase.result(random.nextInt(testCase.fates().size()), 9, nowMs));
      if (!ended.isEmpty()) {
        Try late = ended.get(random.nextInt(ended.size()));
        assertIgnored(testCase.result(late.index(), late.attempt(), nowMs));
      }
      assertIgnored(new TimerFired("deadline", DEADLINE_MS, DEADLINE_MS - 1));
      assertIgnored(testCase.start());
    }

    private void assertIgnored(RunCommand command) {
      RunDecision decision = DECIDER.decide(state, command);
      assertThat(decision.effects()).hasOnlyElementsOfType(RunEffect.Ignore.class);
      assertThat(decision.state()).isEqualTo(state);
    }

    private static RunState restored(RunState kept) {
      return switch (kept) {
        case RunState.Active(Run run) -> new RunState.Active(RunCodec.decode(RunCodec.encode(run)));
        case RunState.Unknown _, RunState.Ended _ -> kept;
      };
    }

    /** What whoever reads the run from a store adds before anything is decided. */
    private RunState withOutputs(RunState kept) {
      return switch (kept) {
        case RunState.Active(Run stored) -> {
          Run run = stored;
          for (int index : stored.outputsToLoad()) {
            byte[] output = testCase.output(index);
            assertThat(Hash32.sha256(output)).isEqualTo(stored.outputHash(index));
            run = run.withOutput(index, Bytes.wrap(output));
          }
          yield new RunState.Active(run);
        }
        case RunState.Unknown _, RunState.Ended _ -> kept;
      };
    }

    SortedMap<Integer, Verdict> verdicts() {
      SortedMap<Integer, Verdict> verdicts = new TreeMap<>();
      executions.forEach((index, execution) -> verdicts.put(index, execution.verdict()));
      return verdicts;
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStepEndsOnceAsGraphAndOutcomesSay(long seed) {
    Case testCase = Case.random(new Random(seed));

    Map<Integer, Hash32> inputs = null;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      Simulation simulation =
          new Simulation(testCase, new Random(seed * SEQUENCES + sequence), 0).run();

      assertThat(simulation.verdicts())
          .as("seed %d, sequence %d", seed, sequence)
          .isEqualTo(testCase.expected());
      if (inputs != null) {
        assertThat(simulation.inputs).as("inputs, seed %d", seed).isEqualTo(inputs);
      }
      inputs = simulation.inputs;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStepEndsOnceWheneverTheDeadlineComes(long seed) {
    Random random = new Random(seed);
    Case testCase = Case.random(random);
    long paceMs = (DEADLINE_MS - IN_TIME_MS) / (1 + random.nextInt(12));

    SortedMap<Integer, Execution> executions =
        new TreeMap<>(new Simulation(testCase, random, paceMs).run().executions);

    assertThat(executions).as("seed %d", seed).hasSize(testCase.fates().size());
    executions.forEach((index, execution) -> {
      boolean needsAreMet =
          testCase.planned().plan().steps().get(index).needs().stream()
              .map(need -> Objects.requireNonNull(executions.get(need)).verdict())
              .allMatch(Verdict.COMPLETED::equals);
      boolean late = execution.completedAtMs() >= DEADLINE_MS;
      assertThat(execution.verdict() != Verdict.CANCELLED)
          .as("seed %d, step %d is not called off", seed, index)
          .isEqualTo(needsAreMet);
      assertThat(execution.verdict() == Verdict.EXPIRED)
          .as("seed %d, step %d expires", seed, index)
          .isEqualTo(needsAreMet && late);
    });
  }
}
