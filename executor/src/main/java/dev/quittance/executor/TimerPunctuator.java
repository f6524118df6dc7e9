package dev.quittance.executor;

import dev.quittance.executor.avro.ExecutorMapping;
import dev.quittance.executor.domain.RunCommand.TimerFired;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Says that timers are due, by records and nothing else: what that means is decided when they are
 * read, by their append time.
 */
final class TimerPunctuator {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private static final long MOST_LEAD_MS = Duration.ofMinutes(10).toMillis();

  private final ProcessorContext<byte[], SpecificRecord> context;
  private final Timers timers;
  private long clockLeadMs;

  private TimerPunctuator(ProcessorContext<byte[], SpecificRecord> context, Timers timers) {
    this.context = context;
    this.timers = timers;
  }

  /** Begins to look at the clock; Kafka Streams ends that with the task. */
  static TimerPunctuator schedule(ProcessorContext<byte[], SpecificRecord> context, Timers timers) {
    TimerPunctuator punctuator = new TimerPunctuator(context, timers);
    context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, punctuator::fireDue);
    return punctuator;
  }

  /**
   * A timer that was appended before it was due tells that this process' clock is ahead of the
   * broker's; later ones wait for that long, or they would be fired ten times a second until then.
   * What is learned is bounded, since the record may be anybody's.
   */
  void learn(TimerFired read) {
    clockLeadMs = Math.clamp(read.dueAtMs() - read.appendedAtMs(), clockLeadMs, MOST_LEAD_MS);
  }

  private void fireDue(long nowMs) {
    for (Timers.Armed timer : timers.takeDue(Math.max(nowMs - clockLeadMs, 0))) {
      context.forward(
          new Record<>(
              timer.orderId().bytes(),
              ExecutorMapping.timerFired(timer.orderId(), timer.timerId(), timer.dueAtMs()),
              nowMs),
          ExecutorTopology.TIMERS_FIRED);
    }
  }
}
