package dev.quittance.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.quittance.platform.trace.WorkInHand;
import java.nio.charset.StandardCharsets;

/**
 * Writes events as lines, in the thread that logs: what that thread has in hand is asked for here,
 * so that nothing is done for records about which nothing is logged.
 */
final class LogEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private final LineFormat format;

  LogEncoder(LineFormat format) {
    this.format = format;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return format.line(event, WorkInHand.current()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
