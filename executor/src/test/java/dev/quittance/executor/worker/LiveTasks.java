package dev.quittance.executor.worker;

import static org.awaitility.Awaitility.await;

import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.Hash32;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskReady;
import dev.quittance.schemas.avro.TaskSucceeded;
import dev.quittance.schemas.avro.TasksRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Tasks in, results out, on a real broker and without a registry. */
final class LiveTasks implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  static final int LANES = 6;
  private static final String DEAD_LETTERS = Topics.TASKS.name() + ".dlq";

  private final KafkaAccess kafka;
  private final Path blobs;
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private final Producer<byte[], byte[]> producer;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread reader;

  /** Committed results by step, in the order of their partition, with the time they were seen. */
  private final Map<String, List<Seen>> results = new ConcurrentHashMap<>();

  /**
   * A committed result.
   *
   * @param body TaskSucceeded or TaskFailed
   * @param seenNs when it was read, hence after it was committed
   */
  record Seen(Object body, long seenNs) {}

  LiveTasks(KafkaAccess kafka, Path blobs) {
    this.kafka = kafka;
    this.blobs = blobs;
    this.producer = kafka.producer();
    this.reader = Thread.ofPlatform().name("results").daemon(true).start(this::read);
  }

  static void createTopics(KafkaAccess kafka) throws ExecutionException, InterruptedException {
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.TASKS.name(), LANES, (short) 1),
                  new NewTopic(Topics.RESULTS.name(), LANES, (short) 1),
                  new NewTopic(DEAD_LETTERS, 1, (short) 1)))
          .all()
          .get();
    }
  }

  /** Starts a worker. */
  Workers start(String instanceId, int inFlight, Map<String, ? extends TaskExecutor> executors) {
    return Workers.start(
        new Workers.Parts(
            kafka,
            serdes,
            new DirectoryBlobStore(blobs),
            (record, _) ->
                List.of(new ProducerRecord<>(DEAD_LETTERS, record.key(), record.value())),
            "it-executor-workers",
            instanceId,
            inFlight,
            Duration.ofSeconds(5),
            1 << 20),
        StubExecutor.registry(Clock.systemUTC(), executors),
        new SimpleMeterRegistry(),
        failures::add);
  }

  void send(TaskReady task) {
    byte[] value =
        serdes.of(Topics.TASKS).serializer().serialize(Topics.TASKS.name(), new TasksRecord(task));
    sendRaw(task.getOrderId().bytes(), value);
  }

  void sendRaw(byte[] key, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(Topics.TASKS.name(), key, value));
  }

  /** The committed results of a step. */
  List<Seen> results(Hash32 stepId) {
    return results.getOrDefault(AvroValues.hex(stepId), List.of());
  }

  /** How many of the tasks have a result. */
  int finished(List<TaskReady> tasks) {
    return (int) tasks.stream().filter(task -> !results(task.getStepId()).isEmpty()).count();
  }

  /** Waits until so many of the tasks have a result. */
  void awaitFinished(List<TaskReady> tasks, int count, Duration patience) {
    await().atMost(patience).until(() -> finished(tasks) >= count || !failures.isEmpty());
    failures.forEach(failure -> {
      throw new AssertionError("a worker stopped", failure);
    });
  }

  /** The dead letters of tasks. */
  List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    try (var consumer = kafka.follower()) {
      TopicPartition partition = new TopicPartition(DEAD_LETTERS, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      while (consumer.position(partition) < end) {
        all.addAll(consumer.poll(Duration.ofSeconds(1)).records(partition));
      }
      return all;
    }
  }

  private void read() {
    List<TopicPartition> partitions =
        IntStream.range(0, LANES)
            .mapToObj(lane -> new TopicPartition(Topics.RESULTS.name(), lane))
            .toList();
    try (var consumer = kafka.follower()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!closing.get()) {
        consumer.poll(Duration.ofMillis(20)).forEach(this::keep);
      }
    }
  }

  private void keep(ConsumerRecord<byte[], byte[]> entry) {
    ResultsRecord record =
        serdes.of(Topics.RESULTS).deserializer().deserialize(entry.topic(), entry.value());
    Object body = record.getBody();
    Hash32 stepId =
        switch (body) {
          case TaskSucceeded success -> success.getStepId();
          case TaskFailed failure -> failure.getStepId();
          case null, default -> throw new AssertionError(record.toString());
        };
    results
        .computeIfAbsent(AvroValues.hex(stepId), _ -> new CopyOnWriteArrayList<>())
        .add(new Seen(body, System.nanoTime()));
  }

  @Override
  public void close() {
    closing.set(true);
    producer.close();
    await().atMost(PATIENCE).until(() -> !reader.isAlive());
  }
}
