package dev.quittance.acceptance.check;

import dev.quittance.acceptance.line.TopicReader;
import dev.quittance.acceptance.stub.Behaviour;
import dev.quittance.acceptance.stub.StubCall;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.TaskReady;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;

/**
 * What vendors saw: repeats of a step carry its key, no two steps share one, and nobody is called
 * for a step whose result is committed.
 */
final class CallChecks {
  /** The broker and the stub read the same clock, in whole ms and not at the same moment. */
  private static final long CLOCK_GRAIN_MS = 20;

  private static final int COMPLETED = 1;

  private CallChecks() {}

  static void check(SoftAssertions softly, LineRecords records, List<StubCall> calls) {
    Map<String, String> stepByKey = stepByKey(softly, records.tasks());
    Map<String, Long> endedMs = endedMs(records);
    Set<String> answered = new HashSet<>();
    for (StubCall call : calls) {
      String step = stepByKey.get(call.key());
      softly.assertThat(step).as("the step of %s", call).isNotNull();
      softly.assertThat(call.signed()).as("signature of %s", call).isTrue();
      if (step != null) {
        softly
            .assertThat(call.startedMs())
            .as("%s of step %s, whose result was committed", call, step)
            .isLessThanOrEqualTo(endedMs.getOrDefault(step, Long.MAX_VALUE - 1) + CLOCK_GRAIN_MS);
        if (call.behaviour() == Behaviour.ANSWER) {
          answered.add(step);
        }
      }
    }
    softly
        .assertThat(completedOutside(records))
        .as("completed steps of outside vendors: each was truly answered")
        .isSubsetOf(answered);
  }

  private static Map<String, String> stepByKey(SoftAssertions softly, List<TaskReady> tasks) {
    Map<String, String> stepByKey = new HashMap<>();
    Map<String, String> keyByStep = new HashMap<>();
    for (TaskReady task : tasks) {
      String step = LineRecords.id(task.getStepId());
      String key = task.getIdempotencyKey();
      softly.assertThat(stepByKey.getOrDefault(key, step)).as("step of %s", key).isEqualTo(step);
      softly.assertThat(keyByStep.getOrDefault(step, key)).as("key of %s", step).isEqualTo(key);
      stepByKey.put(key, step);
      keyByStep.put(step, key);
    }
    return stepByKey;
  }

  /** When each step's first result or outcome was committed. */
  private static Map<String, Long> endedMs(LineRecords records) {
    Map<String, Long> ended = new HashMap<>();
    records
        .successes()
        .forEach(
            it -> ended.merge(LineRecords.id(it.value().getStepId()), it.appendedMs(), Math::min));
    records
        .executions()
        .forEach(
            it -> ended.merge(LineRecords.id(it.value().getStepId()), it.appendedMs(), Math::min));
    return ended;
  }

  private static Set<String> completedOutside(LineRecords records) {
    Set<String> outside = new HashSet<>();
    records.tasks().forEach(task -> outside.add(LineRecords.id(task.getStepId())));
    Set<String> completed = new TreeSet<>();
    for (TopicReader.Entry<Execution> entry : records.executions()) {
      String step = LineRecords.id(entry.value().getStepId());
      if (entry.value().getVerdict() == COMPLETED && outside.contains(step)) {
        completed.add(step);
      }
    }
    return completed;
  }
}
