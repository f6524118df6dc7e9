package dev.quittance.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int MOST = 3;

  @Test
  void soManyOfOneNameAreThroughAtOnceAndOthersDontWaitForThem() throws Exception {
    Turns turns = new Turns(MOST);
    CountDownLatch full = new CountDownLatch(MOST);
    CountDownLatch open = new CountDownLatch(1);
    AtomicInteger through = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        running.add(
            threads.submit(() -> {
              turns.take(
                  "slow",
                  () -> {
                    most.accumulateAndGet(through.incrementAndGet(), Math::max);
                    full.countDown();
                    open.await();
                    through.decrementAndGet();
                    done.incrementAndGet();
                  });
              return true;
            }));
      }
      full.await();
      turns.take("other", done::incrementAndGet);
      assertThat(done).hasValue(1);
      open.countDown();
      for (Future<?> each : running) {
        each.get();
      }
    }

    assertThat(done).hasValue(21);
    assertThat(most).hasValue(MOST);
    assertThat(turns.names()).isEmpty();
  }
}
