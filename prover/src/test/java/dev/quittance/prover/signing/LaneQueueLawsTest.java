package dev.quittance.prover.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneQueueLawsTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverOrderResultsComeInTheyLeaveInTheOrderOfTheirOffsets(long seed) {
    Random random = new Random(seed);
    LaneQueue<Integer> queue = new LaneQueue<>();
    List<CompletableFuture<Integer>> open = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < 200; i++) {
      CompletableFuture<Integer> result = new CompletableFuture<>();
      offset += 1 + random.nextInt(3);
      offsets.add(offset);
      queue.add(new LaneQueue.Pending<>(offset, result, Thread.currentThread()));
      open.add(result);
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
    Collections.shuffle(order, random);
    List<Integer> left = new ArrayList<>();
    for (int next : order) {
      open.get(next).complete(next);
      LaneQueue.Ready<Integer> ready = queue.front(1 + random.nextInt(50));
      if (!ready.results().isEmpty() && random.nextInt(4) > 0) {
        left.addAll(ready.results());
        assertThat(ready.nextOffset()).isEqualTo(offsets.get(left.size() - 1) + 1);
        queue.remove(ready.results().size());
      }
    }
    left.addAll(queue.front(200).results());

    assertThat(left).containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  void nothingLeavesBeforeTheFirst() {
    LaneQueue<String> queue = new LaneQueue<>();
    queue.add(new LaneQueue.Pending<>(3, new CompletableFuture<>(), Thread.currentThread()));
    queue.add(
        new LaneQueue.Pending<>(4, CompletableFuture.completedFuture("b"), Thread.currentThread()));

    assertThat(queue.front(10).results()).isEmpty();
    assertThatThrownBy(() ->
            queue.add(
                new LaneQueue.Pending<>(4, new CompletableFuture<>(), Thread.currentThread())))
        .isInstanceOf(IllegalStateException.class);
  }
}
