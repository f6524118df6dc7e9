package dev.quittance.webhooks.domain;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * When a message is tried again: the schedule that Standard Webhooks recommends, each pause longer
 * by up to a tenth, which the message and the attempt alone decide. Immutable.
 *
 * @param pauses before the attempts of rounds 0, 1, …
 */
public record RetrySchedule(List<Duration> pauses) {
  /** Ten attempts in a bit over three days. */
  public static final RetrySchedule STANDARD =
      new RetrySchedule(
          List.of(
              Duration.ZERO,
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)));

  private static final long JITTER_PARTS = 1000;

  /** Keeps an immutable copy. */
  public RetrySchedule {
    pauses = List.copyOf(pauses);
  }

  /** The pause after the failed attempt of a round; empty when there is no further one. */
  public Optional<Duration> after(int round, String messageId, int attempt) {
    if (round + 1 >= pauses.size()) {
      return Optional.empty();
    }
    Duration pause = pauses.get(round + 1);
    CRC32C hash = new CRC32C();
    hash.update((messageId + "." + attempt).getBytes(StandardCharsets.UTF_8));
    long parts = hash.getValue() % JITTER_PARTS;
    return Optional.of(pause.plusMillis(pause.toMillis() / 10 * parts / JITTER_PARTS));
  }
}
