package dev.quittance.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/** The log of a process that runs stages, on standard error. */
public final class StageLog {
  /** How a line looks. */
  public enum Form {
    /** An object per line. */
    JSON,
    /** For people. */
    TEXT
  }

  private StageLog() {}

  /**
   * Turns it up: what stages do, and what worries the libraries.
   *
   * @param process what runs here, on lines that no stage writes
   * @param instance the process's name among those of the line
   */
  public static void turnUp(Form form, String process, String instance) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stages");
    appender.setTarget("System.err");
    LineFormat format =
        switch (form) {
          case JSON -> new JsonLines(process, instance);
          case TEXT -> new TextLines();
        };
    LogEncoder encoder = new LogEncoder(format);
    encoder.setContext(context);
    encoder.start();
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    context.getLogger("dev.quittance").setLevel(Level.INFO);
    // It warns of settings that are as they should be, once for every client.
    context.getLogger("org.apache.kafka.streams.StreamsConfig").setLevel(Level.ERROR);
  }
}
