package dev.quittance.cli.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The log of stages, as JSON on standard error. */
final class StageLog {
  private StageLog() {}

  /** Turns it up: what stages do, and what worries the libraries. */
  static void turnUp() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger("dev.quittance").setLevel(Level.INFO);
  }
}
