package dev.quittance.executor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.executor.worker.TaskOffsets.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over random schedules of reads, marks, results, commits and crashes. */
final class TaskOffsetsLawsTest {
  /** Kafka's own limit for a commit's metadata. */
  private static final int METADATA_BYTES = 4096;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatIsCommittedAsDoneIsNeverOpenAgainAndAllElseIs(long seed) {
    Random random = new Random(seed);
    long[] log = log(random, 400);
    World world = new World(log);
    for (int step = 0; step < 3000; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> world.read();
        case 4 -> world.mark(random);
        case 5, 6, 7 -> world.done(random);
        case 8 -> world.commit();
        default -> world.crashIf(random.nextInt(20) == 0);
      }
    }
    world.finish();
  }

  /** Offsets with gaps, as aborted transactions leave them. */
  private static long[] log(Random random, int records) {
    long[] offsets = new long[records];
    long offset = random.nextInt(1000);
    for (int i = 0; i < records; i++) {
      offset += 1 + (random.nextInt(4) == 0 ? random.nextInt(300) : 0);
      offsets[i] = offset;
    }
    return offsets;
  }

  /** A partition, and a worker of it that may die. */
  private static final class World {
    private final long[] log;
    private OffsetMetadata committed = OffsetMetadata.decode(0, "");
    private final Set<Long> committedDone = new HashSet<>();
    private final Set<Long> committedMarked = new HashSet<>();
    private final Set<Long> done = new HashSet<>();
    private final Set<Long> marked = new HashSet<>();
    private final Set<Long> held = new TreeSet<>();
    private TaskOffsets offsets = TaskOffsets.of(committed);
    private int next;

    World(long[] log) {
      this.log = log;
    }

    void read() {
      if (next == log.length) {
        return;
      }
      long offset = log[next++];
      Reading expected =
          committedDone.contains(offset)
              ? Reading.DONE
              : committedMarked.contains(offset) ? Reading.MARKED : Reading.OPEN;
      assertThat(offsets.read(offset)).as("offset %d", offset).isEqualTo(expected);
      if (expected != Reading.DONE) {
        held.add(offset);
      }
    }

    void mark(Random random) {
      if (!held.isEmpty()) {
        long offset = any(random);
        offsets.mark(offset);
        marked.add(offset);
      }
    }

    void done(Random random) {
      if (!held.isEmpty()) {
        long offset = any(random);
        held.remove(offset);
        offsets.done(offset);
        done.add(offset);
      }
    }

    private long any(Random random) {
      return new ArrayList<>(held).get(random.nextInt(held.size()));
    }

    void commit() {
      OffsetMetadata snapshot = offsets.snapshot();
      String metadata = snapshot.encode();
      committed = OffsetMetadata.decode(snapshot.low(), metadata);
      assertThat(committed).isEqualTo(snapshot);
      committedDone.addAll(done);
      committedMarked.addAll(marked);
    }

    void crashIf(boolean crashes) {
      if (crashes) {
        held.clear();
        done.retainAll(committedDone);
        marked.retainAll(committedMarked);
        offsets = TaskOffsets.of(committed);
        next = 0;
        while (next < log.length && log[next] < committed.low()) {
          assertThat(committedDone).contains(log[next++]);
        }
      }
    }

    void finish() {
      while (next < log.length) {
        read();
      }
      List.copyOf(held).forEach(offsets::done);
      assertThat(offsets.low()).isEqualTo(log[log.length - 1] + 1);
      assertThat(offsets.snapshot().encode()).isEmpty();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aCommitFitsHoweverTheOpenOnesLie(long seed) {
    Random random = new Random(seed);
    TaskOffsets offsets = TaskOffsets.startingAt(Long.MAX_VALUE / 4);
    long offset = offsets.low();
    int longest = 0;
    for (int round = 0; round < 20_000; round++) {
      // A poll brings up to 200 records, and room is asked for before it.
      if (offsets.hasRoom()) {
        for (int i = 0; i < 200; i++) {
          offset += 1 + random.nextInt(1 + random.nextInt(2000));
          offsets.read(offset);
          if (random.nextInt(4) > 0) {
            offsets.done(offset);
          } else {
            offsets.mark(offset);
          }
        }
      } else {
        List<Long> open = new ArrayList<>(offsets.snapshot().open().keySet());
        offsets.done(open.get(random.nextInt(open.size())));
        offsets.done(offsets.low());
      }
      if (round % 50 == 0 || !offsets.hasRoom()) {
        longest = Math.max(longest, offsets.snapshot().encode().length());
      }
    }
    assertThat(longest).isBetween(1000, METADATA_BYTES);
  }

  @Test
  void recordsThatAreGoneCountAsDone() {
    TaskOffsets before = TaskOffsets.startingAt(0);
    before.read(3);
    before.read(5);
    before.read(9);
    before.done(5);

    TaskOffsets after = TaskOffsets.of(before.snapshot());

    assertThat(after.low()).isEqualTo(3);
    assertThat(after.read(9)).isEqualTo(Reading.OPEN);
    assertThat(after.low()).isEqualTo(9);
  }

  @Test
  void whatIsNotOpenCanNeitherEndNorBeMarked() {
    TaskOffsets offsets = TaskOffsets.startingAt(7);
    offsets.read(7);
    offsets.done(7);

    assertThatThrownBy(() -> offsets.done(7)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> offsets.mark(7)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> offsets.read(7)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA", "Ag", "AQ", "AYA", "!", "hello"})
  void metadataOfOthersIsRefused(String metadata) {
    assertThatThrownBy(() -> OffsetMetadata.decode(5, metadata))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void metadataIsAsWritten() {
    TreeMap<Long, Boolean> open = new TreeMap<>();
    open.put(10L, false);
    open.put(11L, true);
    open.put(300L, false);
    OffsetMetadata metadata = new OffsetMetadata(400, open);

    // 1; 390 = 86 03; 0; 2·1 + 1 = 03; 2·289 = 578 = c2 04.
    assertThat(metadata.encode()).isEqualTo("AYYDAAPCBA");
    assertThat(OffsetMetadata.decode(10, "AYYDAAPCBA")).isEqualTo(metadata);
  }
}
