package dev.quittance.executor;

import dev.quittance.executor.avro.AdmissionCodec;
import dev.quittance.executor.avro.AdmissionMapping;
import dev.quittance.executor.domain.admission.Admission;
import dev.quittance.executor.domain.admission.AdmissionCommand;
import dev.quittance.executor.domain.admission.AdmissionDecider;
import dev.quittance.executor.domain.admission.AdmissionDecision;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.executor.domain.admission.AdmissionState;
import dev.quittance.planning.document.Hash32;
import dev.quittance.schemas.avro.AdmissionsRecord;
import dev.quittance.schemas.avro.ResultsRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets attempts begin while the limits leave room.
 *
 * <p>The store holds one small entry per attempt that runs or waits, and is only written to; what
 * is decided from is an index in memory, which is built from the store before the first record.
 */
final class AdmissionProcessor
    implements Processor<byte[], AdmissionsRecord, byte[], ResultsRecord> {
  private final AdmissionLimits limits;
  private ProcessorContext<byte[], ResultsRecord> context;
  private KeyValueStore<byte[], byte[]> store;
  private @Nullable AdmissionState state;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  AdmissionProcessor(AdmissionLimits limits) {
    this.limits = limits;
  }

  @Override
  public void init(ProcessorContext<byte[], ResultsRecord> context) {
    this.context = context;
    this.store = context.getStateStore(ExecutorTopology.ADMITTED);
    this.state = null;
  }

  @Override
  public void process(Record<byte[], AdmissionsRecord> record) {
    AdmissionCommand command = AdmissionMapping.command(record.value());
    AdmissionState current = state;
    if (current == null) {
      current = AdmissionState.restored(limits, stored());
      carryOut(AdmissionDecider.resume(current), record, command.orderId());
      state = current;
    }
    carryOut(AdmissionDecider.decide(current, command), record, command.orderId());
  }

  private void carryOut(
      AdmissionDecision decision, Record<byte[], AdmissionsRecord> cause, Hash32 causeOrderId) {
    decision.removed().ifPresent(id -> store.delete(AdmissionCodec.key(id)));
    for (Admission admission : decision.kept()) {
      store.put(AdmissionCodec.key(admission.id()), AdmissionCodec.encode(admission));
    }
    for (Admission granted : decision.grants()) {
      // Headers, such as the trace, are those of the order that caused this.
      boolean sameOrder = granted.orderId().equals(causeOrderId);
      context.forward(
          new Record<>(
              granted.orderId().bytes(),
              AdmissionMapping.grant(granted),
              cause.timestamp(),
              sameOrder ? cause.headers() : new RecordHeaders()),
          ExecutorTopology.ADMISSIONS_GRANTED);
    }
  }

  private List<Admission> stored() {
    List<Admission> admissions = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> entry = all.next();
        admissions.add(AdmissionCodec.decode(entry.key, entry.value));
      }
    }
    return admissions;
  }
}
