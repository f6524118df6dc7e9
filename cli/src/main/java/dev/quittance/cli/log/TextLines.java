package dev.quittance.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.quittance.platform.trace.WorkInHand;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/** Lines for people: time, level, stage, message, what belongs to it, and the cause. */
record TextLines() implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  @Override
  public String line(ILoggingEvent event, Optional<WorkInHand> work) {
    StringBuilder line = new StringBuilder();
    line.append(TIME.format(event.getInstant()))
        .append(String.format(Locale.ROOT, " %-5s ", event.getLevel()));
    work.ifPresent(it -> line.append(it.stage()).append(": "));
    line.append(event.getFormattedMessage());
    work.flatMap(WorkInHand::orderId).ifPresent(id -> line.append(" orderId=").append(id));
    List<KeyValuePair> members = event.getKeyValuePairs();
    if (members != null) {
      members.forEach(it -> line.append(' ').append(it.key).append('=').append(it.value));
    }
    line.append('\n');
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.append(ThrowableProxyUtil.asString(thrown));
    }
    return line.toString();
  }
}
