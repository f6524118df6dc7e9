package dev.quittance.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.trace.WorkInHand;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object per line: {@code time, level, stage, instance, orderId, traceId, message}, the
 * event's own members, {@code logger, thread} and, if something was thrown, {@code error}.
 *
 * @param process stands for the stage where no stage has the thread
 */
record JsonLines(String process, String instance) implements LineFormat {
  @Override
  public String line(ILoggingEvent event, Optional<WorkInHand> work) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("time", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    line.put("stage", work.map(WorkInHand::stage).orElse(process));
    line.put("instance", instance);
    work.flatMap(WorkInHand::orderId).ifPresent(id -> line.put("orderId", id));
    work.flatMap(WorkInHand::traceId).ifPresent(id -> line.put("traceId", id));
    line.put("message", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach(line::put);
    List<KeyValuePair> members = event.getKeyValuePairs();
    if (members != null) {
      members.forEach(member -> line.put(member.key, String.valueOf(member.value)));
    }
    line.put("logger", event.getLoggerName());
    line.put("thread", event.getThreadName());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.put("error", ThrowableProxyUtil.asString(thrown).strip());
    }
    return line + "\n";
  }
}
