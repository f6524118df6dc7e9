package dev.quittance.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.quittance.platform.trace.WorkInHand;
import java.util.Optional;

/** How a logged event becomes a line. */
@FunctionalInterface
interface LineFormat {
  /**
   * The line, with its end.
   *
   * @param work what the thread that logs has in hand
   */
  String line(ILoggingEvent event, Optional<WorkInHand> work);
}
