package dev.quittance.platform.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Hears what the process logs as an error, from anywhere. */
final class LoggedErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final List<String> texts = new CopyOnWriteArrayList<>();

  private LoggedErrors() {}

  static LoggedErrors listen() {
    LoggedErrors errors = new LoggedErrors();
    errors.start();
    ROOT.addAppender(errors);
    return errors;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      @Nullable IThrowableProxy cause = event.getThrowableProxy();
      texts.add(event.getFormattedMessage() + (cause == null ? "" : ": " + cause.getMessage()));
    }
  }

  /** Messages, each with its cause's. */
  List<String> texts() {
    return texts;
  }

  @Override
  public void close() {
    ROOT.detachAppender(this);
  }
}
