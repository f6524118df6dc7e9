package dev.quittance.executor;

import dev.quittance.executor.avro.ExecutorMapping;
import dev.quittance.executor.domain.PlanReading;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.PlansRecord;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Starts the run of a plan. */
final class PlansProcessor implements Processor<byte[], PlansRecord, byte[], SpecificRecord> {
  private final Function<ProcessorContext<byte[], SpecificRecord>, Runs> runsOf;
  private Runs runs;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  PlansProcessor(Function<ProcessorContext<byte[], SpecificRecord>, Runs> runsOf) {
    this.runsOf = runsOf;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.runs = runsOf.apply(context);
  }

  @Override
  public void process(Record<byte[], PlansRecord> record) {
    PlanMade made = record.value().getBody();
    if (made == null) {
      throw new IllegalStateException("a plans record of a kind that is not known here");
    }
    PlanReading reading = ExecutorMapping.reading(made, record.timestamp());
    runs.handle(record, reading.orderId(), reading.command());
  }
}
