package dev.quittance.planner;

import dev.quittance.planner.avro.PlannerMapping;
import dev.quittance.planner.domain.PendingPlan;
import dev.quittance.planner.domain.PlannerCommand;
import dev.quittance.planner.domain.PlannerDecider;
import dev.quittance.planner.domain.PlannerEffect;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.DayReservation;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.OrdersRecord;
import dev.quittance.schemas.avro.PlansRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads what waits, decides, stores and forwards. */
final class PlannerProcessor implements Processor<byte[], OrdersRecord, byte[], SpecificRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(PlannerProcessor.class);

  /** Waiting plans stay inside this application: they are stored under no registry's id. */
  private static final int NO_SCHEMA_ID = 0;

  private final Supplier<Catalogue> catalogue;
  private final Address houseAgent;

  private ProcessorContext<byte[], SpecificRecord> context;
  private KeyValueStore<byte[], byte[]> waiting;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  PlannerProcessor(Supplier<Catalogue> catalogue, Address houseAgent) {
    this.catalogue = catalogue;
    this.houseAgent = houseAgent;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
    this.waiting = context.getStateStore(PlannerTopology.WAITING_PLANS);
  }

  @Override
  public void process(Record<byte[], OrdersRecord> record) {
    PlannerCommand command = PlannerMapping.command(record.value(), record.timestamp());
    switch (PlannerDecider.decide(waitingFor(command), command, catalogue.get())) {
      case PlannerEffect.Commit(PendingPlan plan) -> {
        forget(command, record.key());
        context.forward(record.withValue(PlannerMapping.planMade(plan)), PlannerTopology.PLANS);
      }
      case PlannerEffect.AskDayCap(PendingPlan plan, DayReservation reservation) -> {
        waiting.put(record.key(), WireFormat.encode(NO_SCHEMA_ID, PlannerMapping.planMade(plan)));
        context.forward(
            new Record<>(
                reservation.tenant().getBytes(StandardCharsets.UTF_8),
                PlannerMapping.dayCapRequest(reservation),
                record.timestamp(),
                record.headers()),
            PlannerTopology.DAY_CAP_REQUESTS);
      }
      case PlannerEffect.Refuse(PlannerEffect.Refusal refusal) -> {
        forget(command, record.key());
        context.forward(
            record.withValue(PlannerMapping.refused(refusal, houseAgent, record.timestamp())),
            PlannerTopology.EXECUTIONS);
      }
      case PlannerEffect.Ignore(String reason) ->
          LOG.atWarn()
              .addKeyValue("orderId", command.orderId())
              .addKeyValue("reason", reason)
              .log("an orders record is passed by");
    }
  }

  private Optional<PendingPlan> waitingFor(PlannerCommand command) {
    return switch (command) {
      case PlannerCommand.PlanOrder _ -> Optional.empty();
      case PlannerCommand.TakeDayCapAnswer answer ->
          Optional.ofNullable(waiting.get(answer.orderId().bytes())).map(PlannerProcessor::read);
    };
  }

  private void forget(PlannerCommand command, byte[] key) {
    switch (command) {
      case PlannerCommand.PlanOrder _ -> {
        // It never waited: no write on the hot path.
      }
      case PlannerCommand.TakeDayCapAnswer _ -> waiting.delete(key);
    }
  }

  private static PendingPlan read(byte[] stored) {
    PlansRecord record =
        WireFormat.decode(stored, Topics.PLANS.schema(), Topics.PLANS)
            .orElseThrow(() -> new IllegalStateException("a stored plan does not decode"));
    return PlannerMapping.pending(record.getBody());
  }
}
