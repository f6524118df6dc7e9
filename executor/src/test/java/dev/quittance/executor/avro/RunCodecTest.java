package dev.quittance.executor.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.executor.Planned;
import dev.quittance.executor.domain.Attempt;
import dev.quittance.executor.domain.Run;
import dev.quittance.executor.domain.RunCommand.StartRun;
import dev.quittance.executor.domain.StepState;
import dev.quittance.planning.document.Hash32;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunCodecTest {
  private static final Hash32 INPUT = Hash32.sha256(new byte[] {1});
  private static final Hash32 OUTPUT = Hash32.sha256(new byte[] {2});
  private static final Attempt ATTEMPT = new Attempt(7, INPUT, 5, 1);

  @Test
  void everyStateOfAStepIsKept() {
    List<StepState> steps =
        List.of(
            new StepState.Waiting(),
            new StepState.Requested(ATTEMPT),
            new StepState.Running(ATTEMPT),
            new StepState.Backoff(ATTEMPT, 1_234_567_890_123L),
            new StepState.Completed(OUTPUT, Optional.empty()),
            new StepState.Failed(),
            new StepState.Cancelled(),
            new StepState.Expired());
    Run run = run(steps.size()).withSteps(steps);

    assertThat(RunCodec.decode(RunCodec.encode(run))).isEqualTo(run);
  }

  @Test
  void theFirstVersionCanBeRead() {
    Run run = run(3);

    Run read = RunCodec.decode(firstVersion(run));

    assertThat(read)
        .isEqualTo(
            run.withSteps(
                List.of(
                    new StepState.Running(new Attempt(1, INPUT, 0, 0)),
                    new StepState.Completed(OUTPUT, Optional.empty()),
                    new StepState.Waiting())));
  }

  @Test
  void aLaterVersionIsRefused() {
    byte[] stored = RunCodec.encode(run(1));
    stored[0] = 4;

    assertThatThrownBy(() -> RunCodec.decode(stored)).hasStackTraceContaining("version 4");
  }

  /**
   * As it was: version, plan hash, plan and order with their lengths, one byte per step and more.
   */
  private static byte[] firstVersion(Run run) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(1);
      out.write(run.planHash().bytes());
      out.writeInt(run.plan().canonicalJson().length);
      out.write(run.plan().canonicalJson());
      out.writeInt(run.order().canonicalJson().length);
      out.write(run.order().canonicalJson());
      out.writeByte(1);
      out.writeInt(1);
      out.write(INPUT.bytes());
      out.writeByte(2);
      out.write(OUTPUT.bytes());
      out.writeByte(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Run run(int steps) {
    List<Planned.Step> planned =
        IntStream.range(0, steps)
            .mapToObj(index -> Planned.step("s" + index, "llm/local", "{}"))
            .toList();
    StartRun start = Planned.of(planned).start(Planned.IN_TIME_MS);
    return Run.of(start.plan(), start.planHash(), start.order(), start.graph());
  }
}
