package dev.quittance.ingest;

import dev.quittance.ingest.avro.IntakeMapping;
import dev.quittance.ingest.domain.Intake;
import dev.quittance.ingest.domain.IntakeDecision;
import dev.quittance.ingest.domain.IntakeDecision.Accepted;
import dev.quittance.ingest.domain.IntakeDecision.Refused;
import dev.quittance.ingest.domain.IntakeDecision.Repeated;
import dev.quittance.ingest.domain.Submission;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Hash32;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import dev.quittance.schemas.avro.OrderSubmitted;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads what took the id, decides, remembers and forwards. */
final class IngestProcessor
    implements Processor<byte[], OrderRequestsRecord, byte[], SpecificRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(IngestProcessor.class);

  private final Supplier<Catalogue> catalogue;
  private final OrderPromises promises;

  private ProcessorContext<byte[], SpecificRecord> context;
  private KeyValueStore<byte[], byte[]> takenIds;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  IngestProcessor(Supplier<Catalogue> catalogue, OrderPromises promises) {
    this.catalogue = catalogue;
    this.promises = promises;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
    this.takenIds = context.getStateStore(IngestTopology.TAKEN_IDS);
  }

  @Override
  public void process(Record<byte[], OrderRequestsRecord> record) {
    OrderSubmitted submitted = record.value() == null ? null : record.value().getBody();
    if (submitted == null) {
      LOG.atWarn().log("a record without a request is passed by");
      return;
    }
    long appendTimeMs = record.timestamp();
    Submission submission = IntakeMapping.submission(submitted);
    IntakeDecision decision =
        Intake.decide(this::contentOf, submission, catalogue.get(), appendTimeMs);
    acknowledge(submission, record);
    switch (decision) {
      case Accepted accepted -> accept(accepted, record);
      case Refused refused -> refuse(refused, record);
      case Repeated() -> LOG.atDebug().log("a repeated request is passed by");
    }
  }

  /** The gateway has promised the same for this very record, in the same bytes. */
  private void acknowledge(Submission submission, Record<byte[], ?> record) {
    OrderPromises.Promise promise =
        promises.of(submission.orderId(), submission.orderHash(), record.timestamp());
    context.forward(
        new Record<>(
            submission.orderId().bytes(),
            IntakeMapping.record(promise, promises.house().address()),
            record.timestamp(),
            record.headers()),
        IngestTopology.ACKNOWLEDGEMENTS);
  }

  private void accept(Accepted accepted, Record<byte[], ?> record) {
    byte[] id = accepted.orderId().bytes();
    context.forward(
        new Record<>(id, IntakeMapping.record(accepted), record.timestamp(), record.headers()),
        IngestTopology.ORDERS);
    takenIds.put(id, accepted.orderHash().bytes());
  }

  private void refuse(Refused refused, Record<byte[], ?> record) {
    byte[] id = refused.id().bytes();
    context.forward(
        new Record<>(
            id,
            IntakeMapping.record(refused, promises.house().address(), record.timestamp()),
            record.timestamp(),
            record.headers()),
        IngestTopology.EXECUTIONS);
    takenIds.put(id, refused.orderHash().bytes());
  }

  private Optional<Hash32> contentOf(Hash32 id) {
    return Optional.ofNullable(takenIds.get(id.bytes())).map(Hash32::of);
  }
}
