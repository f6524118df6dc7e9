package dev.quittance.executor.domain;

import static dev.quittance.executor.Planned.DEADLINE_MS;
import static dev.quittance.executor.Planned.IN_TIME_MS;
import static dev.quittance.executor.Planned.step;
import static dev.quittance.executor.Planned.stored;
import static dev.quittance.executor.api.FailureCause.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quittance.executor.Planned;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.domain.RunCommand.AttemptAdmitted;
import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.RunCommand.StepSucceeded;
import dev.quittance.executor.domain.RunCommand.TimerFired;
import dev.quittance.executor.domain.RunEffect.Complete;
import dev.quittance.executor.domain.RunEffect.Dispatch;
import dev.quittance.executor.domain.RunEffect.EndAdmission;
import dev.quittance.executor.domain.RunEffect.Ignore;
import dev.quittance.executor.domain.RunEffect.RequestAdmission;
import dev.quittance.executor.domain.RunEffect.RunInline;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunDeciderTest {
  private static final RunDecider DECIDER = new RunDecider(RetryPolicy.DEFAULT);
  private static final RunState UNKNOWN = new RunState.Unknown();
  private static final String EXTRACTION = "builtin/extraction";
  private static final String WORKER = "webhook/acme";

  @Test
  void builtInStepRunsInPlaceOnCanonicalBytes() {
    Planned planned = Planned.of(step("main", EXTRACTION, "{\"a\":[true],\"b\":1}"));

    RunDecision decision = DECIDER.decide(UNKNOWN, planned.start(IN_TIME_MS));

    CanonicalJson json = new CanonicalJson("{\"a\":[true],\"b\":1}");
    assertThat(decision.effects())
        .containsExactly(
            new RunInline(
                planned.stepId(0),
                1,
                EXTRACTION,
                new TaskInput.Rendered(json, Hash32.sha256(json.bytes()))));
    assertThat(decision.state()).isInstanceOf(RunState.Active.class);
  }

  @Test
  void otherStepsAskForRoomAndThenBecomeTasks() {
    byte[] input = "stored".getBytes(UTF_8);
    Planned planned = Planned.of(stored("main", WORKER, input));
    TaskInput wanted = new TaskInput.Stored(Hash32.sha256(input));
    Hash32 orderId = planned.order().orderId();
    Hash32 stepId = planned.stepId(0);

    RunDecision asked = DECIDER.decide(UNKNOWN, planned.start(IN_TIME_MS));
    RunDecision begun =
        DECIDER.decide(asked.state(), new AttemptAdmitted(orderId, stepId, 1, IN_TIME_MS));

    assertThat(asked.effects())
        .containsExactly(
            new RequestAdmission(orderId, stepId, 1, "tenant", "agent-0", WORKER, wanted));
    assertThat(begun.effects())
        .containsExactly(
            new Dispatch(
                new Task(
                    orderId,
                    stepId,
                    0,
                    1,
                    "agent-0",
                    Planned.agent(0),
                    "some-service",
                    WORKER,
                    wanted,
                    30_000,
                    DEADLINE_MS,
                    stepId.hex(),
                    "tenant",
                    planned.plan().steps().getFirst().price(),
                    planned.plan().buyer())));
  }

  @Test
  void roomThatNobodyWaitsForIsGivenBack() {
    Planned planned = Planned.of(step("main", WORKER, "{}"), step("next", WORKER, "{}", "main"));
    Hash32 orderId = planned.order().orderId();
    RunState running = started(planned);

    for (RunState state : List.of(UNKNOWN, new RunState.Ended(), running)) {
      RunDecision decision =
          DECIDER.decide(state, new AttemptAdmitted(orderId, planned.stepId(1), 1, IN_TIME_MS));

      assertThat(decision.state()).isEqualTo(state);
      assertThat(decision.effects())
          .containsExactly(new EndAdmission(orderId, planned.stepId(1), 1));
    }
    assertIgnored(running, new AttemptAdmitted(orderId, planned.stepId(0), 1, IN_TIME_MS));
  }

  @Test
  void aFailureThatMayPassIsFollowedByAnotherAttempt() {
    Planned planned = Planned.of(step("main", WORKER, "{}"));
    Hash32 orderId = planned.order().orderId();
    Hash32 stepId = planned.stepId(0);

    RunDecision failed = DECIDER.decide(started(planned), failure(planned, 1, UNAVAILABLE));
    RunTimer retry =
        failed.state().timers().stream()
            .filter(RunTimer.Retry.class::isInstance)
            .findFirst()
            .orElseThrow();
    RunDecision early = DECIDER.decide(failed.state(), fired(retry, retry.dueAtMs() - 1));
    RunDecision due = DECIDER.decide(failed.state(), fired(retry, retry.dueAtMs()));

    assertThat(failed.effects()).containsExactly(new EndAdmission(orderId, stepId, 1));
    assertThat(early.state()).isEqualTo(failed.state());
    assertThat(due.effects()).hasSize(1);
    assertThat(due.effects().getFirst())
        .isInstanceOfSatisfying(
            RequestAdmission.class, request -> assertThat(request.attempt()).isEqualTo(2));
    assertThat(due.state().timers()).containsExactly(new RunTimer.Deadline(DEADLINE_MS));
    assertIgnored(due.state(), fired(retry, retry.dueAtMs() + 1));
    assertIgnored(due.state(), success(planned, 0, "{}"));
  }

  @Test
  void aStepFailsWithItsLastAttemptAndTellsHowManyThereWere() {
    Planned planned = Planned.of(step("main", WORKER, "{}"));
    RunState state = started(planned);
    for (int attempt = 1; attempt < 4; attempt++) {
      RunDecision failed = DECIDER.decide(state, failure(planned, attempt, UNAVAILABLE));
      state = begunAgain(planned, failed.state());
    }
    RunDecision decision = DECIDER.decide(state, failure(planned, 4, UNAVAILABLE));

    assertThat(decision.state()).isEqualTo(new RunState.Ended());
    Execution execution = executions(decision).getFirst();
    assertThat(execution.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(execution.attempt()).isEqualTo(4);
    assertThat(execution.evidence()).contains(new CanonicalJson("{\"attempts\":4}"));
  }

  @Test
  void atTheDeadlineAllThatHasBegunExpires() {
    Planned planned =
        Planned.of(
            step("done", WORKER, "{}"),
            step("running", WORKER, "{}"),
            step("asked", WORKER, "{}", "done"),
            step("failed", WORKER, "{}"),
            step("waits", WORKER, "{}", "running"));
    RunState state = started(planned);
    state = DECIDER.decide(state, success(planned, 0, "{}")).state();
    state =
        DECIDER
            .decide(
                state,
                new StepFailed(
                    planned.stepId(3),
                    1,
                    Failure.of(UNAVAILABLE, "down", ""),
                    DoneBy.Worker.silent(),
                    IN_TIME_MS))
            .state();

    RunDecision decision =
        DECIDER.decide(state, fired(new RunTimer.Deadline(DEADLINE_MS), DEADLINE_MS));

    Hash32 orderId = planned.order().orderId();
    assertThat(decision.state()).isEqualTo(new RunState.Ended());
    assertThat(executions(decision))
        .extracting(Execution::stepIndex, Execution::verdict, Execution::attempt)
        .containsExactly(
            tuple(1, Verdict.EXPIRED, 1),
            tuple(4, Verdict.CANCELLED, 0),
            tuple(2, Verdict.EXPIRED, 0),
            tuple(3, Verdict.EXPIRED, 1));
    assertThat(decision.effects())
        .contains(
            new RunEffect.Cancel(orderId, planned.stepId(1), 1),
            new EndAdmission(orderId, planned.stepId(1), 1),
            new EndAdmission(orderId, planned.stepId(2), 1))
        .doesNotContain(new RunEffect.Cancel(orderId, planned.stepId(2), 1));
  }

  @Test
  void successPaysTheVendorAndEndsTheRun() {
    Planned planned = Planned.of(step("main", EXTRACTION, "{}"));
    Bytes output = Bytes.wrap("{\"x\":1}".getBytes(UTF_8));
    Hash32 outputHash = Hash32.sha256(output.toByteArray());

    RunDecision decision =
        DECIDER.decide(
            started(planned),
            new StepSucceeded(
                planned.stepId(0),
                1,
                outputHash,
                output,
                new DoneBy.Builtin(EXTRACTION + "@1"),
                IN_TIME_MS + 5));

    assertThat(decision.state()).isEqualTo(new RunState.Ended());
    assertThat(executions(decision))
        .containsExactly(
            new Execution(
                planned.order().orderId(),
                Optional.of(planned.stepId(0)),
                0,
                1,
                Optional.of(Planned.agent(0)),
                Planned.BUYER,
                Planned.ASSET,
                Planned.price(0),
                Planned.FEE,
                Planned.FEE_RECIPIENT,
                Verdict.COMPLETED,
                planned.order().hash(),
                planned.planHash(),
                Optional.of(Hash32.sha256("{}".getBytes(UTF_8))),
                Optional.of(outputHash),
                IN_TIME_MS + 5,
                "",
                "",
                "tenant",
                "some-service",
                EXTRACTION + "@1",
                Optional.empty()));
  }

  @Test
  void failureIsTheVendorsAndCostsNothing() {
    Planned planned = Planned.of(step("main", WORKER, "{}"));

    RunDecision decision = DECIDER.decide(started(planned), failure(planned, 0));

    Execution execution = executions(decision).getFirst();
    assertThat(execution.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(execution.agent()).contains(Planned.agent(0));
    assertThat(execution.amount()).isEqualTo(BigInteger.ZERO);
    assertThat(execution.fee()).isEqualTo(BigInteger.ZERO);
    assertThat(execution.code()).isEqualTo("broken");
    assertThat(execution.message()).isEqualTo("it broke");
    assertThat(execution.executor()).isEqualTo(WORKER);
    assertThat(execution.outputHash()).isEmpty();
    assertThat(execution.inputHash()).contains(Hash32.sha256("{}".getBytes(UTF_8)));
  }

  @Test
  void dependentStepGetsTheOutputOfWhatItNeeds() {
    Planned planned =
        Planned.of(
            step("first", WORKER, "{}"),
            step("second", EXTRACTION, "{\"text\":\"{{first.output.n.0}}\"}"));

    RunDecision decision =
        DECIDER.decide(started(planned), success(planned, 0, "{\"n\":[{\"z\":2,\"y\":1}]}"));

    CanonicalJson rendered = new CanonicalJson("{\"text\":{\"y\":1,\"z\":2}}");
    assertThat(decision.effects().getLast())
        .isEqualTo(
            new RunInline(
                planned.stepId(1),
                1,
                EXTRACTION,
                new TaskInput.Rendered(rendered, rendered.hash())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"m\":1}", "[]", "7", "not json", "{\"n\":1,\"n\":2}"})
  void referenceWithoutValueFailsTheStep(String output) {
    Planned planned =
        Planned.of(
            step("first", WORKER, "{}"),
            step("second", EXTRACTION, "{\"text\":\"{{first.output.n}}\"}"),
            step("third", EXTRACTION, "{}", "second"));

    RunDecision decision = DECIDER.decide(started(planned), success(planned, 0, output));

    assertThat(decision.state()).isEqualTo(new RunState.Ended());
    assertThat(executions(decision))
        .extracting(Execution::verdict)
        .containsExactly(Verdict.COMPLETED, Verdict.FAILED, Verdict.CANCELLED);
    Execution failed = executions(decision).get(1);
    assertThat(failed.code()).isEqualTo("input-reference-missing");
    assertThat(failed.message()).contains("{{first.output.n}}");
    assertThat(failed.agent()).contains(Planned.agent(1));
    assertThat(failed.attempt()).isZero();
    assertThat(failed.inputHash()).isEmpty();
    assertThat(failed.executor()).isEmpty();
  }

  @Test
  void failureCallsOffWhatDependsOnItAndNothingElse() {
    Planned planned =
        Planned.of(
            step("bad", WORKER, "{}"),
            step("child", WORKER, "{}", "bad"),
            step("grandchild", WORKER, "{}", "child", "other"),
            step("other", WORKER, "{}"),
            step("unconcerned", WORKER, "{}", "other"));

    RunDecision failed = DECIDER.decide(started(planned), failure(planned, 0));
    RunDecision other = DECIDER.decide(failed.state(), success(planned, 3, "{}"));

    assertThat(executions(failed))
        .extracting(Execution::stepIndex, Execution::verdict)
        .containsExactly(
            tuple(0, Verdict.FAILED), tuple(1, Verdict.CANCELLED), tuple(2, Verdict.CANCELLED));
    Execution cancelled = executions(failed).get(1);
    assertThat(cancelled.agent()).isEmpty();
    assertThat(cancelled.code()).isEqualTo("needed-step-not-completed");
    assertThat(cancelled.message()).contains("step bad");
    assertThat(asked(planned, other)).containsExactly(4);
  }

  @Test
  void stepThatIsReadyAtTheDeadlineExpires() {
    Planned planned =
        Planned.of(step("main", EXTRACTION, "{}"), step("next", EXTRACTION, "{}", "main"));

    RunDecision decision = DECIDER.decide(UNKNOWN, planned.start(DEADLINE_MS));

    assertThat(decision.state()).isEqualTo(new RunState.Ended());
    assertThat(executions(decision))
        .extracting(Execution::verdict, Execution::code, Execution::agent)
        .containsExactly(
            tuple(Verdict.EXPIRED, "past-deadline", Optional.empty()),
            tuple(Verdict.CANCELLED, "needed-step-not-completed", Optional.empty()));
    assertThat(DECIDER.decide(UNKNOWN, planned.start(DEADLINE_MS - 1)).effects())
        .hasOnlyElementsOfType(RunInline.class);
  }

  @Test
  void resultAtTheDeadlineComesTooLate() {
    Planned planned =
        Planned.of(step("main", WORKER, "{}"), step("next", EXTRACTION, "{}", "main"));
    StepSucceeded inTime = success(planned, 0, "{}");
    StepSucceeded late =
        new StepSucceeded(
            inTime.stepId(), 1, inTime.outputHash(), inTime.output(), inTime.doneBy(), DEADLINE_MS);

    RunDecision decision = DECIDER.decide(started(planned), late);

    assertThat(executions(decision))
        .extracting(Execution::verdict, Execution::agent, Execution::amount)
        .containsExactly(
            tuple(Verdict.EXPIRED, Optional.empty(), BigInteger.ZERO),
            tuple(Verdict.CANCELLED, Optional.empty(), BigInteger.ZERO));
  }

  @Test
  void whatChangesNothingIsPassedBy() {
    Planned planned = Planned.of(step("one", WORKER, "{}"), step("two", WORKER, "{}"));
    RunState oneDone = DECIDER.decide(started(planned), success(planned, 0, "{}")).state();
    StepSucceeded second = success(planned, 1, "{}");
    StepSucceeded otherAttempt =
        new StepSucceeded(
            second.stepId(), 2, second.outputHash(), second.output(), second.doneBy(), IN_TIME_MS);
    StepFailed stranger =
        new StepFailed(
            planned.planHash(),
            1,
            Failure.lasting("broken", ""),
            DoneBy.Worker.silent(),
            IN_TIME_MS);

    assertIgnored(oneDone, success(planned, 0, "{\"other\":1}"));
    assertIgnored(oneDone, failure(planned, 0));
    assertIgnored(oneDone, otherAttempt);
    assertIgnored(oneDone, stranger);
    assertIgnored(oneDone, planned.start(IN_TIME_MS));
    assertIgnored(new RunState.Ended(), second);
    assertIgnored(UNKNOWN, second);
  }

  private static void assertIgnored(RunState state, RunCommand command) {
    RunDecision decision = DECIDER.decide(state, command);

    assertThat(decision.state()).isEqualTo(state);
    assertThat(decision.effects()).hasOnlyElementsOfType(Ignore.class).hasSize(1);
  }

  /** Its run, with room for whatever asks for some. */
  private static RunState started(Planned planned) {
    RunDecision decision = DECIDER.decide(UNKNOWN, planned.start(IN_TIME_MS));
    return admitted(decision);
  }

  private static RunState admitted(RunDecision asked) {
    RunState state = asked.state();
    for (RunEffect effect : asked.effects()) {
      if (effect instanceof RequestAdmission request) {
        AttemptAdmitted admitted =
            new AttemptAdmitted(request.orderId(), request.stepId(), request.attempt(), IN_TIME_MS);
        state = DECIDER.decide(state, admitted).state();
      }
    }
    return state;
  }

  /** The run after a failure, with the next attempt under way. */
  private static RunState begunAgain(Planned planned, RunState failed) {
    RunTimer retry =
        failed.timers().stream()
            .filter(RunTimer.Retry.class::isInstance)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no retry of " + planned));
    return admitted(DECIDER.decide(failed, fired(retry, retry.dueAtMs())));
  }

  private static TimerFired fired(RunTimer timer, long appendedAtMs) {
    return new TimerFired(timer.id(), timer.dueAtMs(), appendedAtMs);
  }

  private static StepFailed failure(Planned planned, int attempt, FailureCause cause) {
    return new StepFailed(
        planned.stepId(0),
        attempt,
        Failure.of(cause, "down", "it is down"),
        DoneBy.Worker.silent(),
        IN_TIME_MS);
  }

  private static StepSucceeded success(Planned planned, int index, String output) {
    byte[] bytes = output.getBytes(UTF_8);
    return new StepSucceeded(
        planned.stepId(index),
        1,
        Hash32.sha256(bytes),
        Bytes.wrap(bytes),
        DoneBy.Worker.silent(),
        IN_TIME_MS);
  }

  private static StepFailed failure(Planned planned, int index) {
    return new StepFailed(
        planned.stepId(index),
        1,
        Failure.lasting("broken", "it broke"),
        DoneBy.Worker.silent(),
        IN_TIME_MS);
  }

  private static List<Execution> executions(RunDecision decision) {
    List<Execution> executions = new ArrayList<>();
    for (RunEffect effect : decision.effects()) {
      if (effect instanceof Complete(Execution execution)) {
        executions.add(execution);
      }
    }
    return executions;
  }

  /** Indices of the steps for which room is asked. */
  private static List<Integer> asked(Planned planned, RunDecision decision) {
    List<Integer> steps = new ArrayList<>();
    for (RunEffect effect : decision.effects()) {
      if (effect instanceof RequestAdmission request) {
        steps.add(planned.indexOf(request.stepId()));
      }
    }
    return steps;
  }
}
