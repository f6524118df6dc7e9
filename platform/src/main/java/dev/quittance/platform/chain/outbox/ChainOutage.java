package dev.quittance.platform.chain.outbox;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the chain can't be reached and once that it can, and slows down in between. */
final class ChainOutage {
  private static final Logger LOG = LoggerFactory.getLogger(ChainOutage.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final String part;
  private final Duration shortestPause;
  private int failures;
  private Instant since = Instant.EPOCH;

  ChainOutage(String part, Duration shortestPause) {
    this.part = part;
    this.shortestPause = shortestPause;
  }

  /** How long to wait after one more failure. */
  Duration pauseAfter(IOException failure) {
    if (failures == 0) {
      LOG.atWarn().addKeyValue("part", part).setCause(failure).log("no chain; it is waited for");
      since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
    Duration pause = shortestPause.multipliedBy(1L << Math.min(failures, 10));
    failures++;
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** Since when the chain is not there, and what it is that fails now. */
  String inWords(IOException failure) {
    return "the chain's RPC has not answered since " + since + ": " + failure.getMessage();
  }

  void over() {
    if (failures > 0) {
      LOG.atInfo().addKeyValue("part", part).log("the chain is there again");
      failures = 0;
    }
  }
}
