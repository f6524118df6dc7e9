package dev.quittance.executor.worker;

import dev.quittance.executor.worker.TaskLedger.Commit;
import dev.quittance.executor.worker.TaskOffsets.Reading;
import dev.quittance.executor.worker.TaskRecords.RegistryOutage;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership in the workers' group: reads tasks, has them called, commits what is done. Its
 * turns are taken by one thread.
 */
final class WorkerLoop implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

  /** Results that come together are committed together. */
  private static final long COMMIT_INTERVAL_MS = 10;

  private static final long RETRY_MS = 1000;
  private static final Duration BUSY_POLL = Duration.ofMillis(COMMIT_INTERVAL_MS);
  private static final Duration IDLE_POLL = Duration.ofMillis(200);
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final ResultJournal journal;
  private final TaskLedger ledger;
  private final CallDesk desk;
  private final TaskRecords records;
  private final PoisonTasks poison;
  private final Clock clock;
  private final int readAhead;

  /** Assigned, and what is committed of them not yet read. */
  private final Set<TopicPartition> fresh = new HashSet<>();

  private boolean isInDoubt = true;
  private boolean isAbandoned;
  private long readAgainAtMs;
  private long settleAgainAtMs;
  private long commitAgainAtMs;

  /**
   * @param readAhead about so many tasks may wait for their turn
   */
  WorkerLoop(
      Consumer<byte[], byte[]> consumer,
      ResultJournal journal,
      TaskLedger ledger,
      CallDesk desk,
      TaskRecords records,
      PoisonTasks poison,
      Clock clock,
      int readAhead) {
    this.consumer = consumer;
    this.journal = journal;
    this.ledger = ledger;
    this.desk = desk;
    this.records = records;
    this.poison = poison;
    this.clock = clock;
    this.readAhead = readAhead;
  }

  /** Joins the group. */
  void subscribe() {
    consumer.subscribe(List.of(Topics.TASKS.name()), this);
  }

  /** Whether it is a member of the group, knows its partitions and can write. */
  Readiness readiness() {
    if (consumer.groupMetadata().generationId() < 0) {
      return Readiness.notReady("joins its group");
    }
    return isSettled()
        ? Readiness.ready()
        : Readiness.notReady("waits for the brokers to say what is committed");
  }

  /** Whether calls are under way or results not yet committed. */
  boolean isBusy() {
    return desk.inFlight() > 0 || ledger.isDirty();
  }

  /**
   * Takes a turn; waits for some milliseconds at most while calls are under way.
   *
   * @param isAccepting whether new tasks are begun
   */
  void turn(boolean isAccepting) {
    control(isAccepting);
    try {
      accept(consumer.poll(isBusy() ? BUSY_POLL : IDLE_POLL));
    } catch (WakeupException e) {
      LOG.atDebug().log("woken up");
    }
    desk.settle();
    desk.expire();
    settle();
    if (isAccepting) {
      desk.startNext();
    }
    commit(_ -> true);
  }

  /** Lets partitions run in which there is room, and no others. */
  private void control(boolean isAccepting) {
    boolean isOpen = isAccepting && desk.waiting() < readAhead && clock.millis() >= readAgainAtMs;
    Set<TopicPartition> paused = consumer.paused();
    List<TopicPartition> toPause = new ArrayList<>();
    List<TopicPartition> toResume = new ArrayList<>();
    for (TopicPartition partition : consumer.assignment()) {
      boolean runs = isOpen && ledger.hasRoom(partition);
      if (runs && paused.contains(partition)) {
        toResume.add(partition);
      } else if (!runs && !paused.contains(partition)) {
        toPause.add(partition);
      }
    }
    consumer.pause(toPause);
    consumer.resume(toResume);
  }

  private void accept(ConsumerRecords<byte[], byte[]> polled) {
    for (TopicPartition partition : polled.partitions()) {
      for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
        try {
          accept(partition, record);
        } catch (RegistryOutage e) {
          LOG.atWarn().setCause(e).log("tasks can't be read for now; it tries again");
          consumer.seek(partition, record.offset());
          readAgainAtMs = clock.millis() + RETRY_MS;
          break;
        }
      }
    }
  }

  private void accept(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    TaskRecords.Content content = records.read(record);
    Reading reading = ledger.read(partition, record.offset());
    if (reading == Reading.DONE) {
      return;
    }
    switch (content) {
      case TaskRecords.Ready(Task task) -> desk.take(task, reading == Reading.MARKED);
      case TaskRecords.Cancelled(Task.Attempt attempt) ->
          desk.cancel(partition, record.offset(), attempt);
      case TaskRecords.Undecodable(String reason) -> {
        LOG.atWarn()
            .addKeyValue("partition", partition)
            .addKeyValue("offset", record.offset())
            .addKeyValue("reason", reason)
            .log("a record is no task; it goes to the dead letters");
        ledger.end(
            new Ending(
                partition,
                List.of(record.offset()),
                Optional.empty(),
                poison.records(record, reason)));
      }
    }
  }

  private boolean isSettled() {
    return journal.isOpen() && fresh.isEmpty() && !isInDoubt;
  }

  /** Opens the journal and reads back what is committed, where that is not known. */
  private void settle() {
    if (isSettled() || clock.millis() < settleAgainAtMs) {
      return;
    }
    try {
      journal.open();
      Set<TopicPartition> asked = new HashSet<>(isInDoubt ? consumer.assignment() : fresh);
      Map<TopicPartition, OffsetAndMetadata> committed =
          asked.isEmpty() ? Map.of() : consumer.committed(asked, ASK_TIMEOUT);
      for (TopicPartition partition : asked) {
        settle(partition, committed.get(partition));
      }
      fresh.removeAll(asked);
      isInDoubt = false;
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("reason", e.toString())
          .log("the brokers can't be asked what is committed; it tries again");
      settleAgainAtMs = clock.millis() + RETRY_MS;
    }
  }

  private void settle(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
    OffsetMetadata known =
        committed == null ? OffsetMetadata.decode(0, "") : decode(partition, committed);
    if (ledger.has(partition)) {
      ledger.reconcile(partition, known);
      return;
    }
    ledger.assign(partition, known);
    if (committed == null) {
      consumer.seekToBeginning(List.of(partition));
    } else {
      consumer.seek(partition, known.low());
    }
  }

  private static OffsetMetadata decode(TopicPartition partition, OffsetAndMetadata committed) {
    try {
      return OffsetMetadata.decode(committed.offset(), committed.metadata());
    } catch (IllegalArgumentException e) {
      LOG.atError()
          .addKeyValue("partition", partition)
          .addKeyValue("offset", committed.offset())
          .setCause(e)
          .log("a commit of another program: tasks from its offset on are all done again");
      return OffsetMetadata.decode(committed.offset(), "");
    }
  }

  /**
   * Commits what is done, if there is anything and it is time.
   *
   * @param stays partitions whose calls may begin afterwards
   */
  private void commit(Predicate<TopicPartition> stays) {
    if (!ledger.isDirty() || !isSettled() || clock.millis() < commitAgainAtMs) {
      return;
    }
    Commit commit = ledger.commit();
    long pauseMs = COMMIT_INTERVAL_MS;
    try {
      switch (journal.commit(written(commit), offsets(commit), consumer.groupMetadata())) {
        case COMMITTED ->
            desk.startMarked(
                ledger.committed().stream()
                    .filter(call -> stays.test(call.task().partition()))
                    .toList());
        case ABORTED -> pauseMs = RETRY_MS / 4;
        case UNKNOWN -> isInDoubt = true;
      }
    } catch (RegistryOutage e) {
      LOG.atWarn().setCause(e).log("results can't be written for now; it tries again");
      pauseMs = RETRY_MS;
    }
    commitAgainAtMs = clock.millis() + pauseMs;
  }

  private List<ProducerRecord<byte[], byte[]>> written(Commit commit) {
    List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
    for (Ending ending : commit.endings()) {
      ending.result().map(records::write).ifPresent(written::add);
      written.addAll(ending.records());
    }
    return written;
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(Commit commit) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    commit
        .offsets()
        .forEach((partition, done) ->
            offsets.put(partition, new OffsetAndMetadata(done.low(), done.encode())));
    return offsets;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    LOG.atInfo().addKeyValue("partitions", numbers(partitions)).log("has tasks of");
    fresh.addAll(partitions);
    consumer.pause(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (isAbandoned) {
      return;
    }
    desk.settle();
    commitAgainAtMs = 0;
    commit(partition -> !partitions.contains(partition));
    drop(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    drop(partitions);
  }

  private void drop(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.atInfo().addKeyValue("partitions", numbers(partitions)).log("gives up tasks of");
    }
    desk.drop(partitions::contains);
    ledger.drop(partitions::contains);
    fresh.removeAll(partitions);
  }

  /** Gives everything up without a word to anybody, as a process that dies does. */
  void abandon() {
    isAbandoned = true;
    desk.drop(_ -> true);
    ledger.drop(_ -> true);
  }

  private static Collection<Integer> numbers(Collection<TopicPartition> partitions) {
    Map<Integer, TopicPartition> sorted = new TreeMap<>();
    partitions.forEach(partition -> sorted.put(partition.partition(), partition));
    return sorted.keySet();
  }
}
