package dev.quittance.executor.worker;

import static dev.quittance.executor.worker.TaskSamples.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.worker.TaskLedger.Commit;
import dev.quittance.executor.worker.TaskOffsets.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over random fates of transactions, losses of partitions and crashes: one result per task. */
final class TaskLedgerLawsTest {
  private static final int TASKS = 300;
  private static final List<TopicPartition> PARTITIONS =
      List.of(PARTITION, new TopicPartition(PARTITION.topic(), 1));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void everyTaskHasOneCommittedResult(long seed) {
    World world = new World(new Random(seed));
    for (int step = 0; step < 4000; step++) {
      world.step();
    }
    world.finish();

    for (TopicPartition partition : PARTITIONS) {
      Map<Long, Integer> results = World.at(world.written, partition);
      assertThat(results).hasSize(TASKS);
      assertThat(results.values()).containsOnly(1);
    }
  }

  /** Two partitions on a broker, and one worker at a time. */
  private static final class World {
    private final Random random;
    private final Map<TopicPartition, OffsetMetadata> committed = new HashMap<>();
    private final Map<TopicPartition, Map<Long, Integer>> written = new HashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private TaskLedger ledger = new TaskLedger();
    private boolean isInDoubt;

    private record Held(TopicPartition partition, long offset) {}

    World(Random random) {
      this.random = random;
      PARTITIONS.forEach(partition -> {
        committed.put(partition, OffsetMetadata.decode(0, ""));
        written.put(partition, new TreeMap<>());
        assign(partition);
      });
    }

    private void assign(TopicPartition partition) {
      OffsetMetadata known = at(committed, partition);
      ledger.assign(partition, known);
      next.put(partition, known.low());
    }

    private static <V> V at(Map<TopicPartition, V> map, TopicPartition partition) {
      V value = map.get(partition);
      if (value == null) {
        throw new AssertionError(partition);
      }
      return value;
    }

    void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> read(PARTITIONS.get(random.nextInt(2)));
        case 5, 6, 7, 8 -> end();
        case 9, 10 -> commit(random.nextInt(4));
        default -> disturb(random.nextInt(30));
      }
    }

    private void read(TopicPartition partition) {
      long offset = at(next, partition);
      if (offset < TASKS) {
        next.put(partition, offset + 1);
        if (ledger.read(partition, offset) != Reading.DONE) {
          held.add(new Held(partition, offset));
        }
      }
    }

    private void end() {
      if (!held.isEmpty()) {
        Held task = held.remove(random.nextInt(held.size()));
        ledger.end(Ending.without(task.partition(), task.offset()));
      }
    }

    private void commit(int fate) {
      if (isInDoubt) {
        PARTITIONS.forEach(partition -> ledger.reconcile(partition, at(committed, partition)));
        isInDoubt = false;
      }
      if (!ledger.isDirty()) {
        return;
      }
      Commit commit = ledger.commit();
      if (fate == 0) {
        // Aborted.
        return;
      }
      if (fate != 1) {
        commit.endings().forEach(this::write);
        committed.putAll(commit.offsets());
      }
      // 1: unknown and not committed; 2: unknown and committed; 3: known.
      if (fate == 3) {
        var _ = ledger.committed();
      } else {
        isInDoubt = true;
      }
    }

    private void write(Ending ending) {
      ending
          .offsets()
          .forEach(offset -> at(written, ending.partition()).merge(offset, 1, Integer::sum));
    }

    private void disturb(int kind) {
      if (kind == 0) {
        held.clear();
        ledger = new TaskLedger();
        isInDoubt = false;
        PARTITIONS.forEach(this::assign);
      } else if (kind == 1) {
        TopicPartition lost = PARTITIONS.get(random.nextInt(2));
        held.removeIf(task -> task.partition().equals(lost));
        ledger.drop(lost::equals);
        assign(lost);
      }
    }

    void finish() {
      for (TopicPartition partition : PARTITIONS) {
        while (at(next, partition) < TASKS) {
          read(partition);
        }
      }
      while (!held.isEmpty()) {
        end();
      }
      while (ledger.isDirty()) {
        commit(3);
      }
    }
  }
}
