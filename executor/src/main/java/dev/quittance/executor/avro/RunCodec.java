package dev.quittance.executor.avro;

import dev.quittance.executor.domain.Attempt;
import dev.quittance.executor.domain.Run;
import dev.quittance.executor.domain.StepState;
import dev.quittance.executor.domain.StepState.Backoff;
import dev.quittance.executor.domain.StepState.Cancelled;
import dev.quittance.executor.domain.StepState.Completed;
import dev.quittance.executor.domain.StepState.Expired;
import dev.quittance.executor.domain.StepState.Failed;
import dev.quittance.executor.domain.StepState.Requested;
import dev.quittance.executor.domain.StepState.Running;
import dev.quittance.executor.domain.StepState.Waiting;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.graph.GraphResult;
import dev.quittance.planning.graph.PlanGraph;
import dev.quittance.receipts.crypto.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a run stands in the executor's store: small outputs whole, since further steps may need them,
 * larger ones by their hash only. The first byte is the version of this form; forms of earlier
 * versions can be read.
 */
public final class RunCodec {
  private static final int VERSION = 3;

  /** Larger outputs are in the blob store. */
  private static final int SMALL_BYTES = 8 * 1024;

  private static final int NO_OUTPUT = -1;

  /** Kept no outputs. */
  private static final int SECOND_VERSION = 2;

  /** Knew no admission and one attempt only. */
  private static final int FIRST_VERSION = 1;

  private static final int HASH_BYTES = 32;

  private static final int WAITING = 0;
  private static final int RUNNING = 1;
  private static final int COMPLETED = 2;
  private static final int FAILED = 3;
  private static final int CANCELLED = 4;
  private static final int EXPIRED = 5;
  private static final int REQUESTED = 6;
  private static final int BACKOFF = 7;

  private RunCodec() {}

  /** The stored form. */
  public static byte[] encode(Run run) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.write(run.planHash().bytes());
      writeBytes(out, run.plan().canonicalJson());
      writeBytes(out, run.order().canonicalJson());
      for (StepState step : run.steps()) {
        writeStep(out, step);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The run of a stored form, without its large outputs. */
  public static Run decode(byte[] stored) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
      int version = in.readByte();
      if (version < FIRST_VERSION || version > VERSION) {
        throw new IOException("a stored run of version " + version);
      }
      Hash32 planHash = readHash(in);
      Plan plan = Plan.parse(readBytes(in)).orThrow();
      Order order = Order.parse(readBytes(in)).orThrow();
      List<StepState> steps = new ArrayList<>();
      for (int index = 0; index < plan.steps().size(); index++) {
        steps.add(readStep(in, version));
      }
      return Run.of(plan, planHash, order, graph(plan)).withSteps(steps);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored run can't be read", e);
    }
  }

  private static PlanGraph graph(Plan plan) {
    return switch (PlanGraph.of(plan)) {
      case GraphResult.Valid(PlanGraph graph) -> graph;
      case GraphResult.Cycle _, GraphResult.UnknownStep _ ->
          throw new IllegalStateException("a stored plan has no graph: " + plan.orderId());
    };
  }

  private static void writeStep(DataOutputStream out, StepState step) throws IOException {
    switch (step) {
      case Waiting _ -> out.writeByte(WAITING);
      case Requested(Attempt attempt) -> {
        out.writeByte(REQUESTED);
        writeAttempt(out, attempt);
      }
      case Running(Attempt attempt) -> {
        out.writeByte(RUNNING);
        writeAttempt(out, attempt);
      }
      case Backoff(Attempt next, long dueAtMs) -> {
        out.writeByte(BACKOFF);
        writeAttempt(out, next);
        out.writeLong(dueAtMs);
      }
      case Completed completed -> {
        out.writeByte(COMPLETED);
        out.write(completed.outputHash().bytes());
        writeOutput(out, completed.output().filter(output -> output.size() <= SMALL_BYTES));
      }
      case Failed _ -> out.writeByte(FAILED);
      case Cancelled _ -> out.writeByte(CANCELLED);
      case Expired _ -> out.writeByte(EXPIRED);
    }
  }

  private static StepState readStep(DataInputStream in, int version) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case WAITING -> new Waiting();
      case REQUESTED -> new Requested(readAttempt(in, version));
      case RUNNING -> new Running(readAttempt(in, version));
      case BACKOFF -> new Backoff(readAttempt(in, version), in.readLong());
      case COMPLETED -> new Completed(readHash(in), readOutput(in, version));
      case FAILED -> new Failed();
      case CANCELLED -> new Cancelled();
      case EXPIRED -> new Expired();
      default -> throw new IOException("a stored step of kind " + kind);
    };
  }

  private static void writeOutput(DataOutputStream out, Optional<Bytes> output) throws IOException {
    if (output.isEmpty()) {
      out.writeInt(NO_OUTPUT);
      return;
    }
    writeBytes(out, output.get().toByteArray());
  }

  private static Optional<Bytes> readOutput(DataInputStream in, int version) throws IOException {
    if (version <= SECOND_VERSION) {
      return Optional.empty();
    }
    int length = in.readInt();
    return length == NO_OUTPUT ? Optional.empty() : Optional.of(Bytes.wrap(in.readNBytes(length)));
  }

  private static void writeAttempt(DataOutputStream out, Attempt attempt) throws IOException {
    out.writeInt(attempt.number());
    out.write(attempt.inputHash().bytes());
    out.writeInt(attempt.failures());
    out.writeInt(attempt.invalidAnswers());
  }

  private static Attempt readAttempt(DataInputStream in, int version) throws IOException {
    int number = in.readInt();
    Hash32 inputHash = readHash(in);
    return version == FIRST_VERSION
        ? new Attempt(number, inputHash, 0, 0)
        : new Attempt(number, inputHash, in.readInt(), in.readInt());
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  private static Hash32 readHash(DataInputStream in) throws IOException {
    return Hash32.of(in.readNBytes(HASH_BYTES));
  }
}
