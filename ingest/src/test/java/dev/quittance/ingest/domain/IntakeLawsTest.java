package dev.quittance.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.Samples;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.receipts.crypto.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeLawsTest {
  private static final List<String> TENANTS = List.of("acme", "sleepy", "nobody");
  private static final int SUBMISSIONS = 300;

  private final Map<Hash32, Hash32> taken = new HashMap<>();
  private final List<Hash32> outcomes = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void everyContentHasOneOutcomeHoweverOftenItComes(long seed) {
    Random random = new Random(seed);
    Map<Hash32, Hash32> first = new HashMap<>();
    Map<Hash32, Submission> distinct = new HashMap<>();
    for (int i = 0; i < SUBMISSIONS; i++) {
      Submission submission = submission(random);
      first.putIfAbsent(submission.orderId(), submission.orderHash());
      distinct.put(submission.requestId(), submission);
      take(submission);
    }

    assertThat(outcomes).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(outcomes).hasSize(distinct.size());
    distinct
        .values()
        .forEach(submission -> {
          boolean wasFirst = submission.orderHash().equals(first.get(submission.orderId()));
          assertThat(taken)
              .as("seed %d, order %s", seed, submission.orderId())
              .containsEntry(
                  wasFirst ? submission.orderId() : submission.requestId(), submission.orderHash());
        });
  }

  private void take(Submission submission) {
    switch (Intake.decide(
        id -> Optional.ofNullable(taken.get(id)), submission, Samples.CATALOGUE, Samples.NOW_MS)) {
      case IntakeDecision.Accepted accepted -> note(accepted.orderId(), accepted.orderHash());
      case IntakeDecision.Refused refused -> note(refused.id(), refused.orderHash());
      case IntakeDecision.Repeated() -> {}
    }
  }

  private void note(Hash32 id, Hash32 content) {
    outcomes.add(id);
    taken.put(id, content);
  }

  /** Few ids and contents, so that they repeat and conflict. */
  private static Submission submission(Random random) {
    String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
    Order order = Samples.order(tenant, "key-" + random.nextInt(8), "text " + random.nextInt(3));
    Submission genuine = Samples.submission(order);
    if (random.nextInt(10) > 0) {
      return genuine;
    }
    byte[] broken = order.canonicalJson();
    broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
    return Submission.of(
        genuine.orderId(), tenant, "http", genuine.sourceId(), Bytes.wrap(broken), Samples.NOW_MS);
  }
}
