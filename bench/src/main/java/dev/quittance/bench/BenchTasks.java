package dev.quittance.bench;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.TaskReady;
import dev.quittance.schemas.avro.TasksRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;

/** Tasks of one order each, as the executor writes them; no two have the same input. */
final class BenchTasks {
  /** The name of the executor that they ask for. */
  static final String EXECUTOR = "bench/sleeping";

  private static final String AGENT = "0x" + "0a".repeat(20);
  private static final String BUYER = "0x" + "0b".repeat(20);
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Serializer<TasksRecord> serializer;
  private final long nowMs;

  /** Tasks for now; {@code nowMs} is unix time. */
  BenchTasks(RecordSerdes serdes, long nowMs) {
    this.serializer = serdes.of(Topics.TASKS).serializer();
    this.nowMs = nowMs;
  }

  /** Tasks; {@code phase} makes their ids unique. */
  List<PreparedRecord> tasks(String phase, int count) {
    List<PreparedRecord> tasks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      TaskReady task = task(phase + "-" + i);
      tasks.add(
          new PreparedRecord(
              task.getOrderId().bytes(),
              serializer.serialize(Topics.TASKS.name(), new TasksRecord(task))));
    }
    return tasks;
  }

  private TaskReady task(String name) {
    byte[] input =
        ("{\"text\":\"a text to be summed up, " + name + "\"}").getBytes(StandardCharsets.UTF_8);
    Hash32 stepId = hash("step of " + name);
    return new TaskReady(
        AvroValues.hash32(hash("order of " + name).bytes()),
        AvroValues.hash32(stepId.bytes()),
        0,
        1,
        "bench-agent",
        AvroValues.address20(AGENT),
        "summarization",
        EXECUTOR,
        AvroValues.hash32(Hash32.sha256(input).bytes()),
        ByteBuffer.wrap(input),
        PATIENCE.toMillis(),
        nowMs + PATIENCE.toMillis(),
        stepId.hex(),
        "bench",
        AvroValues.uint256(BigInteger.TEN),
        AvroValues.address20(BUYER));
  }

  private static Hash32 hash(String text) {
    return Hash32.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
