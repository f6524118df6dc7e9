package dev.quittance.prover.signing;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.keys.AgentSigner;
import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;

/**
 * {@code signing-requests} → remote signer → {@code receipts} and {@code receipt-details}, exactly
 * once and in order per lane.
 *
 * <p>Many requests are in flight at once, so that the throughput hangs on how many the signer takes
 * and not on how long it takes over each. Several processes share the lanes as a consumer group.
 * Brokers or a signer that can't be reached are waited for; only a bug stops it.
 */
public final class SigningWorker implements RunningStage, GroupMember {
  /** The consumer group, after the line's name; transactional ids begin with it too. */
  public static final String GROUP = "prover-signing";

  /** What it reads and writes beside the stage's topology. */
  public static final StageAccess ACCESS =
      StageAccess.none()
          .consumingAs(GROUP, Topics.SIGNING_REQUESTS)
          .appending(Topics.RECEIPTS, Topics.RECEIPT_DETAILS);

  private static final int MAX_POLL_RECORDS = 500;
  private static final int TAKEN_PER_REQUEST_IN_FLIGHT = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final PartLoop.Settings LOOP =
      new PartLoop.Settings("prover-signing", "it joins its group", PATIENCE.multipliedBy(2));

  private final Parts parts;
  private final ReceiptSigning signing;
  private final PartLoop loop;
  private volatile boolean abandoned;

  /**
   * What it works with.
   *
   * @param topic the log's newest
   * @param signer has the agents' keys; closed with the worker
   * @param inFlight requests that the remote signer takes at the same time
   * @param group the consumer group
   * @param instanceId names this process in the group, and stays the same over its restarts
   */
  public record Parts(
      KafkaAccess kafka,
      RecordSerdes serdes,
      ReceiptDomain domain,
      String topic,
      AgentSigner signer,
      int inFlight,
      String group,
      String instanceId) {}

  private SigningWorker(Parts parts, Consumer<Throwable> onFailure) {
    this.parts = parts;
    this.signing = new ReceiptSigning(parts.domain(), parts.signer());
    this.loop = PartLoop.start(LOOP, this::member, onFailure);
  }

  /**
   * Starts it.
   *
   * @param onFailure told once, from its thread, when it has stopped for good
   */
  public static SigningWorker start(Parts parts, Consumer<Throwable> onFailure) {
    return new SigningWorker(parts, onFailure);
  }

  @Override
  public String name() {
    return GROUP;
  }

  @Override
  public String group() {
    return parts.group();
  }

  @Override
  public Set<String> topics() {
    return Set.of(Topics.SIGNING_REQUESTS.name());
  }

  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  /** Why receipts wait, when the signer doesn't sign. */
  @Override
  public List<String> notes() {
    return signing
        .trouble()
        .map(reason -> "receipts wait for the remote signer: " + reason)
        .stream()
        .toList();
  }

  /** Commits nothing more and leaves the group; what is not committed is signed again. */
  @Override
  public void close() {
    loop.close();
    parts.signer().close();
  }

  /** Stops as a process that is killed does: without leaving the group. */
  void kill() {
    abandoned = true;
    loop.close();
  }

  /** One membership, from joining to leaving or to the first failure. */
  private void member(PartLoop part) {
    String transactionalId = parts.group() + "-" + parts.instanceId();
    try (var consumer =
            parts.kafka().groupMember(parts.group(), parts.instanceId(), MAX_POLL_RECORDS);
        var producer = parts.kafka().transactionalProducer(transactionalId, PATIENCE)) {
      SigningLoop turns =
          new SigningLoop(
              consumer,
              producer,
              signing,
              parts.serdes(),
              parts.topic(),
              TAKEN_PER_REQUEST_IN_FLIGHT * parts.inFlight());
      try {
        turns.subscribe();
        while (part.isAtWork()) {
          turns.turn();
          if (turns.hasJoined()) {
            part.ready();
          }
        }
        if (!abandoned) {
          consumer.close(
              CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                  .withTimeout(PATIENCE));
        }
      } finally {
        turns.abandon();
        // Whatever is open is aborted by whoever opens it next.
        producer.close(Duration.ZERO);
      }
    }
  }
}
