package dev.quittance.prover;

import dev.quittance.platform.metrics.StageObserver;
import dev.quittance.prover.ReceiptMaking.Made;
import dev.quittance.prover.avro.ExecutionMapping;
import dev.quittance.prover.domain.Work;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Numbers work and forwards what {@link ReceiptMaking} makes of it: one receipt per execution. */
final class ProverProcessor implements Processor<byte[], ExecutionsRecord, byte[], SpecificRecord> {
  private final String store;
  private final ReceiptMaking making;
  private final LaneEnds laneEnds;

  private ProcessorContext<byte[], SpecificRecord> context;
  private KeyValueStore<byte[], Long> sequences;
  private Counter receiptsSigned;
  private int lane;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  ProverProcessor(String store, ReceiptMaking making, LaneEnds laneEnds) {
    this.store = store;
    this.making = making;
    this.laneEnds = laneEnds;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
    this.sequences = context.getStateStore(store);
    this.lane = context.taskId().partition();
    this.receiptsSigned =
        Counter.builder("quittance.receipts.signed")
            .description(
                "Receipts numbered, and signed where keys are local; again after an aborted transaction")
            .register(StageObserver.of(context.appConfigs()).meters());
    laneEnds.last(lane).forEach(this::requireAgreement);
  }

  @Override
  public void process(Record<byte[], ExecutionsRecord> record) {
    Execution execution = record.value().getBody();
    if (execution == null) {
      throw new IllegalStateException("an executions record of a kind that this version knows not");
    }
    Work work = ExecutionMapping.work(execution);
    byte[] agent = work.agent().toByteArray();
    long last = lastSeq(agent);
    List<Made> made = making.make(work, lane, last);
    sequences.put(agent, last + 1);
    made.forEach(it ->
        context.forward(
            record.withKey(it.key().orElse(record.key())).withValue(it.value()), it.sink()));
    receiptsSigned.increment();
  }

  private long lastSeq(byte[] agent) {
    Long last = sequences.get(agent);
    return last == null ? 0 : last;
  }

  /** A store that lost its changelog would number from 1 again and every receipt be refused. */
  private void requireAgreement(LaneEnds.LastReceipt last) {
    long stored = lastSeq(last.agent().toByteArray());
    if (stored != last.seq()) {
      throw new IllegalStateException(
          "lane "
              + lane
              + ": the last receipt of agent "
              + last.agent()
              + " has sequence number "
              + last.seq()
              + ", the prover's store says "
              + stored
              + "; the store does not belong to this log: restore its changelog topic or start a"
              + " new epoch");
    }
  }
}
