package dev.quittance.executor;

import dev.quittance.executor.domain.RunCommand;
import dev.quittance.schemas.avro.ResultsRecord;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Takes results, admissions and timers into their order's run. */
final class ResultsProcessor implements Processor<byte[], ResultsRecord, byte[], SpecificRecord> {
  private final ResultIntake intake;
  private final Function<ProcessorContext<byte[], SpecificRecord>, Runs> runsOf;
  private Runs runs;
  private TimerPunctuator punctuator;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  ResultsProcessor(
      ResultIntake intake, Function<ProcessorContext<byte[], SpecificRecord>, Runs> runsOf) {
    this.intake = intake;
    this.runsOf = runsOf;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.runs = runsOf.apply(context);
    this.punctuator = TimerPunctuator.schedule(context, Timers.of(context));
  }

  @Override
  public void process(Record<byte[], ResultsRecord> record) {
    RunCommand command = intake.command(record.value(), record.timestamp());
    if (command instanceof RunCommand.TimerFired fired) {
      punctuator.learn(fired);
    }
    runs.handle(record, ResultIntake.orderId(record.value()), command);
  }
}
