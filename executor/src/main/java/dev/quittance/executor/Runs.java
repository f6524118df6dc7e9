package dev.quittance.executor;

import dev.quittance.executor.avro.AdmissionMapping;
import dev.quittance.executor.avro.ExecutorMapping;
import dev.quittance.executor.avro.RunCodec;
import dev.quittance.executor.domain.Execution;
import dev.quittance.executor.domain.Run;
import dev.quittance.executor.domain.RunCommand;
import dev.quittance.executor.domain.RunDecider;
import dev.quittance.executor.domain.RunDecision;
import dev.quittance.executor.domain.RunEffect;
import dev.quittance.executor.domain.RunState;
import dev.quittance.executor.domain.Task;
import dev.quittance.executor.domain.TaskInput;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a task, and carrying out what was decided about one.
 *
 * <p>Built-in executors run inside of the record that makes their steps ready, so a run is stored
 * only while it waits for workers: an order that needs none passes without a write.
 */
final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private final ProcessorContext<byte[], SpecificRecord> context;
  private final KeyValueStore<byte[], byte[]> store;
  private final Timers timers;
  private final RunDecider decider;
  private final Payloads payloads;
  private final InlineRunner inline;
  private final TaskInputs inputs;
  private final Address houseAgent;

  Runs(
      ProcessorContext<byte[], SpecificRecord> context,
      RunDecider decider,
      BlobStore blobs,
      InlineRunner inline,
      Address houseAgent) {
    this.context = context;
    this.store = context.getStateStore(ExecutorTopology.RUNS);
    this.timers = Timers.of(context);
    this.decider = decider;
    this.payloads = new Payloads(context, blobs);
    this.inline = inline;
    this.inputs = new TaskInputs(blobs);
    this.houseAgent = houseAgent;
  }

  /** Decides a command and whatever follows from it, and keeps what is left. */
  void handle(Record<byte[], ?> record, Hash32 orderId, RunCommand command) {
    RunState before = load(orderId);
    RunState state = before;
    Queue<RunCommand> commands = new ArrayDeque<>();
    commands.add(command);
    while (!commands.isEmpty()) {
      RunCommand next = commands.remove();
      keepOutput(record, next);
      RunDecision decision = decider.decide(state, next);
      state = decision.state();
      decision
          .effects()
          .forEach(effect -> carryOut(record, orderId, effect).ifPresent(commands::add));
    }
    keep(orderId, before, state);
    timers.keep(orderId, before, state);
  }

  /** An output is kept before a record cites it. */
  private void keepOutput(Record<byte[], ?> record, RunCommand command) {
    if (command instanceof RunCommand.StepSucceeded success) {
      payloads.keep(record, success.outputHash().bytes(), success.output().toByteArray());
    }
  }

  private Optional<RunCommand> carryOut(
      Record<byte[], ?> record, Hash32 orderId, RunEffect effect) {
    return switch (effect) {
      case RunEffect.RunInline work -> Optional.of(inline.run(work, record.timestamp()));
      case RunEffect.RequestAdmission request -> ask(record, orderId, request);
      case RunEffect.Dispatch(Task task) -> dispatch(record, task);
      case RunEffect.EndAdmission end ->
          tell(record, orderId, AdmissionMapping.record(end), ExecutorTopology.ADMISSION_REQUESTS);
      case RunEffect.Cancel cancel ->
          tell(record, orderId, ExecutorMapping.record(cancel), ExecutorTopology.TASKS);
      case RunEffect.Complete(Execution execution) ->
          tell(
              record,
              orderId,
              ExecutorMapping.record(execution, houseAgent),
              ExecutorTopology.EXECUTIONS);
      case RunEffect.Ignore(String reason) -> {
        LOG.atWarn()
            .addKeyValue("orderId", orderId)
            .addKeyValue("reason", reason)
            .log("a record moves no run");
        yield Optional.empty();
      }
    };
  }

  /** The input is made durable first: room for work that can't be done would be wasted. */
  private Optional<RunCommand> ask(
      Record<byte[], ?> record, Hash32 orderId, RunEffect.RequestAdmission request) {
    return switch (inputs.durable(request.input())) {
      case TaskInputs.Durable _ ->
          tell(
              record,
              orderId,
              AdmissionMapping.record(request),
              ExecutorTopology.ADMISSION_REQUESTS);
      case TaskInputs.Missing _ ->
          missing(record, request.stepId(), request.attempt(), request.input());
    };
  }

  private Optional<RunCommand> dispatch(Record<byte[], ?> record, Task task) {
    return switch (inputs.durable(task.input())) {
      case TaskInputs.Durable(Optional<byte[]> small) ->
          tell(record, task.orderId(), ExecutorMapping.record(task, small), ExecutorTopology.TASKS);
      case TaskInputs.Missing _ -> missing(record, task.stepId(), task.attempt(), task.input());
    };
  }

  private static Optional<RunCommand> missing(
      Record<byte[], ?> record, Hash32 stepId, int attempt, TaskInput input) {
    return Optional.of(TaskInputs.missing(stepId, attempt, input.hash(), record.timestamp()));
  }

  /** Forwards a record, after which the run has nothing to be told. */
  private Optional<RunCommand> tell(
      Record<byte[], ?> record, Hash32 orderId, SpecificRecord value, String to) {
    context.forward(new Record<>(orderId.bytes(), value, record.timestamp(), record.headers()), to);
    return Optional.empty();
  }

  private RunState load(Hash32 orderId) {
    byte[] stored = store.get(orderId.bytes());
    return stored == null
        ? new RunState.Unknown()
        : new RunState.Active(withOutputs(RunCodec.decode(stored)));
  }

  private Run withOutputs(Run stored) {
    Run run = stored;
    for (int index : stored.outputsToLoad()) {
      Optional<byte[]> output = payloads.large(stored.outputHash(index).bytes());
      if (output.isPresent()) {
        run = run.withOutput(index, Bytes.wrap(output.get()));
      }
    }
    return run;
  }

  private void keep(Hash32 orderId, RunState before, RunState after) {
    if (after.equals(before)) {
      return;
    }
    switch (after) {
      case RunState.Active(Run run) -> store.put(orderId.bytes(), RunCodec.encode(run));
      case RunState.Ended _ -> forget(orderId, before);
      case RunState.Unknown _ -> throw new IllegalStateException("a run can't become unknown");
    }
  }

  private void forget(Hash32 orderId, RunState before) {
    switch (before) {
      case RunState.Active _ -> store.delete(orderId.bytes());
      case RunState.Unknown _, RunState.Ended _ -> {
        // It was never stored: no write on the hot path.
      }
    }
  }
}
