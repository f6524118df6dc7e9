package dev.quittance.platform.chain.outbox;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the chain can't be reached and once that it can, and slows down in between. */
final class ChainOutage {
  private static final Logger LOG = LoggerFactory.getLogger(ChainOutage.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final String part;
  private final Duration shortestPause;
  private int failures;

  ChainOutage(String part, Duration shortestPause) {
    this.part = part;
    this.shortestPause = shortestPause;
  }

  /** How long to wait after one more failure. */
  Duration pauseAfter(IOException failure) {
    if (failures == 0) {
      LOG.atWarn().addKeyValue("part", part).setCause(failure).log("no chain; it is waited for");
    }
    Duration pause = shortestPause.multipliedBy(1L << Math.min(failures, 10));
    failures++;
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  void over() {
    if (failures > 0) {
      LOG.atInfo().addKeyValue("part", part).log("the chain is there again");
      failures = 0;
    }
  }
}
