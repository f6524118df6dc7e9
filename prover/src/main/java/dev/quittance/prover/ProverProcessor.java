package dev.quittance.prover;

import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.metrics.StageObserver;
import dev.quittance.prover.avro.ExecutionMapping;
import dev.quittance.prover.domain.Details;
import dev.quittance.prover.domain.ProofOfWork;
import dev.quittance.prover.domain.Proving;
import dev.quittance.prover.domain.Work;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.disclosure.FieldTree;
import dev.quittance.schemas.ReceiptDetailsCodec;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import io.micrometer.core.instrument.Counter;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Numbers, signs and forwards: one receipt per execution. */
final class ProverProcessor implements Processor<byte[], ExecutionsRecord, byte[], SpecificRecord> {
  private final ReceiptDomain domain;
  private final Keyring keys;
  private final LaneEnds laneEnds;

  private ProcessorContext<byte[], SpecificRecord> context;
  private KeyValueStore<byte[], Long> sequences;
  private Counter receiptsSigned;
  private int lane;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  ProverProcessor(ReceiptDomain domain, Keyring keys, LaneEnds laneEnds) {
    this.domain = domain;
    this.keys = keys;
    this.laneEnds = laneEnds;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
    this.sequences = context.getStateStore(ProverTopology.SEQUENCES);
    this.lane = context.taskId().partition();
    this.receiptsSigned =
        Counter.builder("quittance.receipts.signed")
            .description("Receipts signed, again after an aborted transaction")
            .register(StageObserver.of(context.appConfigs()).meters());
    laneEnds.lastReceipt(lane).ifPresent(this::requireAgreement);
  }

  @Override
  public void process(Record<byte[], ExecutionsRecord> record) {
    Execution execution = record.value().getBody();
    if (execution == null) {
      throw new IllegalStateException("an executions record of a kind that this version knows not");
    }
    Work work = ExecutionMapping.work(execution);
    Signer signer = signerOf(work.agent());
    Optional<String> proof =
        ProofOfWork.of(work).map(document -> document.signed(signer.sign(document.digest())));
    byte[] agent = work.agent().toByteArray();
    long last = lastSeq(agent);
    Bytes32 master = keys.detailsMaster(Details.receiptId(work, lane, last + 1));
    FieldTree details = FieldTree.of(master, Details.of(work));
    Receipt receipt = Proving.receipt(work, lane, last, details, proof);
    Bytes32 digest = ReceiptDigest.of(domain, receipt);
    SignedReceipt signed = new SignedReceipt(receipt, signer.sign(digest));
    sequences.put(agent, receipt.seq());
    context.forward(
        record
            .withKey(digest.toByteArray())
            .withValue(ReceiptDetailsCodec.record(receipt, master, details)),
        ProverTopology.DETAILS);
    context.forward(
        record.withValue(ReceiptsCodec.record(signed, proof.orElse(null))), ProverTopology.SINK);
    receiptsSigned.increment();
  }

  private long lastSeq(byte[] agent) {
    Long last = sequences.get(agent);
    return last == null ? 0 : last;
  }

  private Signer signerOf(Address agent) {
    return keys.agent(agent)
        .orElseThrow(() ->
            new IllegalStateException(
                "no key of this line signs for agent "
                    + agent
                    + "; register it with 'quittance agents register'"));
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
