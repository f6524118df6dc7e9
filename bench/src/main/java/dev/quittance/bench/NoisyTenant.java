package dev.quittance.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Measures a tenant's delays alone, and beside another one that sends twenty times its quota. */
final class NoisyTenant {
  private static final int STEADY_PER_SECOND = 50;
  private static final int STEADY_CONNECTIONS = 16;
  private static final int QUOTA = 50;
  private static final int TIMES_QUOTA = 20;
  private static final int NOISY_CONNECTIONS = 256;

  /** In turns, so that a disturbance of the machine meets both. */
  private static final int TURNS = 2;

  static final BenchTenant STEADY = BenchTenant.withQuota("steady", 2 * STEADY_PER_SECOND);
  static final BenchTenant NOISY = BenchTenant.withQuota("noisy", QUOTA);

  private final HttpOrders orders;
  private final int port;
  private final int seconds;

  /**
   * @param port the gateway's
   * @param seconds of each measurement
   */
  NoisyTenant(HttpOrders orders, int port, int seconds) {
    this.orders = orders;
    this.port = port;
    this.seconds = seconds;
  }

  /** Measures; all answers go to the given place, too. */
  NoisyTenantResult measure(Consumer<Answers> all) {
    List<Answers> alone = new ArrayList<>();
    List<Answers> beside = new ArrayList<>();
    List<Answers> noise = new ArrayList<>();
    try (HttpLoad steady = new HttpLoad();
        HttpLoad noisy = new HttpLoad()) {
      all.accept(steadily(steady)); // connections and code paths are warm after it
      for (int turn = 0; turn < TURNS; turn++) {
        alone.add(steadily(steady));
        var noisily = CompletableFuture.supplyAsync(() -> noisily(noisy));
        beside.add(steadily(steady));
        noise.add(noisily.join());
      }
    }
    List.of(alone, beside, noise).forEach(answers -> answers.forEach(all));
    return result(sum(alone), sum(beside), sum(noise));
  }

  private static NoisyTenantResult result(Answers alone, Answers beside, Answers noise) {
    return new NoisyTenantResult(
        STEADY_PER_SECOND,
        SteadyAnswers.of(STEADY_PER_SECOND, alone),
        SteadyAnswers.of(STEADY_PER_SECOND, beside),
        QUOTA,
        noise.count() / noise.seconds(),
        NOISY_CONNECTIONS,
        noise.acceptedIds().size(),
        noise.refused(429));
  }

  private Answers steadily(HttpLoad load) {
    return load.steadily(
        new HttpLoad.Sender(port, STEADY, STEADY_CONNECTIONS),
        orders.of(STEADY.id(), seconds * STEADY_PER_SECOND),
        STEADY_PER_SECOND);
  }

  private Answers noisily(HttpLoad load) {
    int perSecond = QUOTA * TIMES_QUOTA;
    return load.steadily(
        new HttpLoad.Sender(port, NOISY, NOISY_CONNECTIONS),
        orders.of(NOISY.id(), seconds * perSecond),
        perSecond);
  }

  private static Answers sum(List<Answers> parts) {
    Answers sum = new Answers();
    parts.forEach(sum::add);
    return sum;
  }
}
