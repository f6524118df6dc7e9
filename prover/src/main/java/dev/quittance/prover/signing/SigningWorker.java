package dev.quittance.prover.signing;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.keys.AgentSigner;
import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(SigningWorker.class);
  private static final int MAX_POLL_RECORDS = 500;
  private static final int TAKEN_PER_REQUEST_IN_FLIGHT = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /** Longer than a session: whoever fenced this one has the lanes for good by then. */
  private static final Duration FENCED_PAUSE = Duration.ofSeconds(15);

  private final Parts parts;
  private final ReceiptSigning signing;
  private final Consumer<Throwable> onFailure;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Readiness membership = Readiness.notReady("joins its group");
  private volatile boolean abandoned;

  /**
   * What it works with.
   *
   * @param signer has the agents' keys; closed with the worker
   * @param inFlight requests that the remote signer takes at the same time
   * @param group the consumer group
   * @param instanceId names this process in the group, and stays the same over its restarts
   */
  public record Parts(
      KafkaAccess kafka,
      RecordSerdes serdes,
      ReceiptDomain domain,
      AgentSigner signer,
      int inFlight,
      String group,
      String instanceId) {}

  private SigningWorker(Parts parts, Consumer<Throwable> onFailure) {
    this.parts = parts;
    this.signing = new ReceiptSigning(parts.domain(), parts.signer());
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name("prover-signing").daemon(true).unstarted(this::run);
  }

  /**
   * Starts it.
   *
   * @param onFailure told once, from its thread, when it has stopped for good
   */
  public static SigningWorker start(Parts parts, Consumer<Throwable> onFailure) {
    SigningWorker worker = new SigningWorker(parts, onFailure);
    worker.thread.start();
    return worker;
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
    return membership;
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
    stop();
    parts.signer().close();
  }

  /** Stops as a process that is killed does: without leaving the group. */
  void kill() {
    abandoned = true;
    stop();
  }

  private void stop() {
    stopping.countDown();
    try {
      if (!thread.join(PATIENCE.multipliedBy(2))) {
        LOG.atWarn().log("the signing worker did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!isStopping()) {
        member();
      }
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("the signing worker stops");
      onFailure.accept(e);
    } finally {
      membership = Readiness.notReady("has stopped");
    }
  }

  /** One membership, from joining to leaving or to the first failure. */
  private void member() {
    String transactionalId = parts.group() + "-" + parts.instanceId();
    try (var consumer =
            parts.kafka().groupMember(parts.group(), parts.instanceId(), MAX_POLL_RECORDS);
        var producer = parts.kafka().transactionalProducer(transactionalId, PATIENCE)) {
      SigningLoop loop =
          new SigningLoop(
              consumer,
              producer,
              signing,
              parts.serdes(),
              TAKEN_PER_REQUEST_IN_FLIGHT * parts.inFlight());
      try {
        loop.subscribe();
        while (!isStopping()) {
          loop.turn();
          membership = loop.hasJoined() ? Readiness.ready() : Readiness.notReady("joins its group");
        }
        if (!abandoned) {
          consumer.close(
              CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                  .withTimeout(PATIENCE));
        }
      } finally {
        loop.abandon();
        // Whatever is open is aborted by whoever opens it next.
        producer.close(Duration.ZERO);
      }
    } catch (CompletionException e) {
      // A registry that doesn't answer; anything else is a bug.
      if (!(e.getCause() instanceof KafkaException)) {
        throw e;
      }
      again(e);
    } catch (FencedInstanceIdException e) {
      LOG.atError()
          .addKeyValue("instanceId", parts.instanceId())
          .log(
              "another process has the same streams.instanceId and took over; give each its own."
                  + " This one waits and joins again");
      pause(FENCED_PAUSE);
    } catch (KafkaException e) {
      again(e);
    }
  }

  private void again(RuntimeException after) {
    membership = Readiness.notReady("joins its group again after: " + after.getMessage());
    LOG.atWarn().setCause(after).log("the signing worker lost its group; it joins again");
    pause(RETRY_PAUSE);
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      if (stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().log("stopped while it waited");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }
}
