package dev.quittance.settler;

import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.PlansRecord;
import dev.quittance.schemas.avro.SettlementsRecord;
import dev.quittance.settler.avro.SettlementMapping;
import dev.quittance.settler.domain.Settling;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Takes a plan into its order's ledger. */
final class PlansProcessor implements Processor<byte[], PlansRecord, byte[], SettlementsRecord> {
  private Ledgers ledgers;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  PlansProcessor() {}

  @Override
  public void init(ProcessorContext<byte[], SettlementsRecord> context) {
    this.ledgers = new Ledgers(context);
  }

  @Override
  public void process(Record<byte[], PlansRecord> record) {
    PlanMade made = record.value().getBody();
    if (made == null) {
      throw new IllegalStateException("a plans record of a kind that is not known here");
    }
    byte[] orderId = made.getOrderId().bytes();
    ledgers.carryOut(
        record,
        orderId,
        SettlementMapping.terms(made)
            .map(terms -> Settling.plan(ledgers.of(orderId), terms))
            .orElseGet(() ->
                new Settling.Decision.Ignore(
                    "the plan can't be read; the executor ends its order")));
  }
}
