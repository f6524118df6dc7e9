package dev.quittance.auditor.prove;

import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.bundle.BundleBuilder;
import dev.quittance.receipts.bundle.BundleWriter;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.EntryKind;
import dev.quittance.receipts.log.LogDisagreementException;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.ProvenReceipt;
import dev.quittance.receipts.log.Reason;
import dev.quittance.receipts.log.ReplayStep;
import dev.quittance.receipts.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/**
 * Proves receipts from a log's own records: replays the whole log, since a period's root is over
 * all partitions, and builds the bundle. One instance per proof; not thread-safe.
 */
public final class Prove {

  private static final int MOST_STEPS = 1024;

  private final PublishedLog log;
  private final Bytes32 orderId;
  private final LogReplay replay;
  private final List<Reason> refusals = new ArrayList<>();

  private Prove(PublishedLog log, Bytes32 orderId) {
    this.log = log;
    this.orderId = orderId;
    this.replay =
        new LogReplay(
            log.identities().getFirst(),
            Secp256k1Signatures.preferred(),
            Retention.ofReceipts(receipt -> receipt.orderId().equals(orderId)));
  }

  /**
   * The bundle of an order's receipt. Blocks while it reads the log.
   *
   * @param source the log
   * @param orderId the order
   * @param stepIndex the step, from 0; not needed where the order has one receipt
   */
  public static ProveResult bundle(LogSource source, Bytes32 orderId, Optional<Integer> stepIndex) {
    try {
      // Read first: then the records close every period that a checkpoint covers.
      List<Published<PublishedAnchor>> anchors = source.anchors();
      PublishedLog published = source.log();
      Prove prove = new Prove(published, orderId);
      prove.read(source);
      return prove.result(anchors, stepIndex);
    } catch (LogUnavailableException e) {
      return new ProveResult.Unavailable(String.valueOf(e.getMessage()));
    } catch (LogDisagreementException | IllegalArgumentException | IllegalStateException e) {
      return new ProveResult.LogDiffers(String.valueOf(e.getMessage()));
    }
  }

  /** The partition of an order: Kafka's own choice for the raw bytes of its id. */
  public static int partitionOf(Bytes32 orderId, int partitions) {
    return Utils.toPositive(Utils.murmur2(orderId.toByteArray())) % partitions;
  }

  private void read(LogSource source) throws LogUnavailableException {
    List<LogEpoch> epochs = log.epochs().all();
    for (int i = 0; i < epochs.size(); i++) {
      if (i > 0) {
        replay.beginEpoch(log.identities().get(i));
      }
      read(epochs.get(i), source.receipts(epochs.get(i)));
    }
  }

  private void read(LogEpoch epoch, LogSource.Receipts receipts) throws LogUnavailableException {
    int partitions = epoch.rules().partitions();
    if (receipts.partitions() != partitions) {
      throw new IllegalStateException(
          "topic %s has %d partitions, the rules say %d"
              .formatted(epoch.topic(), receipts.partitions(), partitions));
    }
    for (int partition = 0; partition < partitions; partition++) {
      int lane = partition;
      receipts.read(lane, record -> feed(lane, record));
    }
  }

  private void feed(int partition, LogRecord record) {
    ReplayStep step = replay.feed(partition, record);
    boolean isOfOrder =
        record.decoded() instanceof DecodedReceipt receipt
            && receipt.orderId().equals(orderId.toBytes());
    if (isOfOrder && step.appended().entry().kind() == EntryKind.REFUSED) {
      refusals.add(step.appended().entry().reason());
    }
  }

  private ProveResult result(
      List<Published<PublishedAnchor>> anchors, Optional<Integer> stepIndex) {
    List<ProvenReceipt> all =
        Stream.concat(replay.receipts().stream(), replay.pendingReceipts().stream()).toList();
    if (all.isEmpty()) {
      return refusals.isEmpty()
          ? new ProveResult.NotFound(partitionOf(orderId, log.identity().partitionCount()))
          : new ProveResult.NotAccepted(List.copyOf(refusals));
    }
    List<ProvenReceipt> wanted =
        stepIndex.isEmpty()
            ? all
            : all.stream().filter(one -> isStep(one, stepIndex.get())).toList();
    return wanted.size() == 1
        ? prove(wanted.getFirst(), anchors)
        : new ProveResult.ChooseStep(all.stream().map(Prove::choice).toList());
  }

  private static boolean isStep(ProvenReceipt proven, int stepIndex) {
    Receipt receipt = proven.signed().receipt();
    return Receipt.stepId(receipt.planHash(), stepIndex).equals(receipt.stepId());
  }

  private static Choice choice(ProvenReceipt proven) {
    Receipt receipt = proven.signed().receipt();
    Optional<Integer> step =
        IntStream.range(0, MOST_STEPS).filter(i -> isStep(proven, i)).boxed().findFirst();
    return new Choice(step, receipt.verdict(), receipt.agent());
  }

  private ProveResult prove(ProvenReceipt receipt, List<Published<PublishedAnchor>> anchors) {
    if (receipt.period() >= replay.state().nextPeriod()) {
      return new ProveResult.PeriodOpen(receipt.period());
    }
    Optional<PublishedAnchor> latest =
        anchors.reversed().stream().flatMap(anchor -> anchor.content().stream()).findFirst();
    if (latest.isEmpty() || latest.get().seq() < receipt.period()) {
      return new ProveResult.NotAnchoredYet(receipt.period());
    }
    BundleBuilder builder =
        new BundleBuilder(
            replay, log.identity().domain(), latest.get().checkpoint(), log.verifierKey());
    return new ProveResult.Proven(BundleWriter.write(builder.build(receipt, List.of())));
  }
}
