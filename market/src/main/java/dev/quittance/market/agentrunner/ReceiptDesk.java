package dev.quittance.market.agentrunner;

import dev.quittance.market.agentrunner.NotaryOrders.NotaryOrder;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.AgentRunnerSubmission;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Read;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Unreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes receipts: checks them, writes them down and orders their notarisation, in this sequence. A
 * receipt is taken when its order is in {@code order-requests}; taking it again changes nothing.
 * Blocks; any number of threads.
 */
final class ReceiptDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptDesk.class);

  private final AgentRunnerSettings settings;
  private final NotaryOrders orders;
  private final Arrivals arrivals;
  private final ArrivalLog log;
  private final Requests requests;
  private final BlobStore blobs;
  private final Queue<Owed> owed = new ConcurrentLinkedQueue<>();

  /** An order that must still be written, since its receipt is. */
  private record Owed(NotaryOrder notary, long submittedAtMs) {}

  /** Takes orders. */
  @FunctionalInterface
  interface Requests {
    /** Appends an order; all replicas have it when this returns. */
    void append(Order order, long submittedAtMs) throws IOException, InterruptedException;
  }

  ReceiptDesk(
      AgentRunnerSettings settings,
      Arrivals arrivals,
      ArrivalLog log,
      Requests requests,
      BlobStore blobs) {
    this.settings = settings;
    this.orders = new NotaryOrders(settings);
    this.arrivals = arrivals;
    this.log = log;
    this.requests = requests;
    this.blobs = blobs;
  }

  /** What became of a receipt that was sent. */
  sealed interface Outcome {}

  /**
   * It is taken.
   *
   * @param isNew false when it had come before
   */
  record Taken(Bytes32 leaf, Hash32 orderId, String taskId, boolean isNew) implements Outcome {}

  /**
   * It is not, and never will be.
   *
   * @param code names the kind of fault
   * @param pointer the faulty member; empty for the whole
   */
  record Refused(String code, String pointer, String problem) implements Outcome {}

  /** Whether it is, is not known; sending it again is safe. */
  record Unknown(String why) implements Outcome {}

  Outcome take(String text, long nowMs) throws InterruptedException {
    return switch (AgentRunnerSubmission.read(text)) {
      case Unreadable(String pointer, String problem) ->
          new Refused("invalid-receipt", pointer, problem);
      case Read(AgentRunnerSubmission submission) -> {
        Optional<Bytes32> signer = signer(submission);
        yield signer.isPresent() ? keep(submission, signer.get(), nowMs) : unsigned(submission);
      }
    };
  }

  /**
   * Orders the notarisation of a receipt that is written down: whoever wrote it down may have died
   * before it could.
   */
  void orderAgain(AgentRunnerSubmission submission, Bytes32 signer, long writtenAtMs) {
    owed.add(new Owed(orders.of(submission, signer), writtenAtMs));
  }

  private Outcome keep(AgentRunnerSubmission submission, Bytes32 signer, long nowMs)
      throws InterruptedException {
    NotaryOrder notary = orders.of(submission, signer);
    Hash32 orderId = notary.order().orderId();
    boolean isNew = arrivals.byLeaf(submission.leaf()).isEmpty();
    boolean isWritten = !isNew;
    try {
      if (isNew) {
        log.append(submission, signer, orderId);
        isWritten = true;
      }
      order(notary, nowMs);
      return new Taken(submission.leaf(), orderId, submission.taskId(), isNew);
    } catch (IOException | UncheckedIOException e) {
      if (isWritten) {
        owed.add(new Owed(notary, nowMs));
      }
      return new Unknown(String.valueOf(e.getMessage()));
    }
  }

  /** Orders what is written down and could not be ordered, until that fails again. */
  void orderOwed() throws InterruptedException {
    for (Owed next = owed.poll(); next != null; next = owed.poll()) {
      try {
        order(next.notary(), next.submittedAtMs());
      } catch (IOException | UncheckedIOException e) {
        LOG.atWarn().setCause(e).log("a receipt's order can't be written; it is tried again");
        owed.add(next);
        return;
      }
    }
  }

  private void order(NotaryOrder notary, long submittedAtMs)
      throws IOException, InterruptedException {
    if (notary.isInputStored()) {
      blobs.put(notary.input().bytes());
    }
    requests.append(notary.order(), submittedAtMs);
  }

  /** Runners may name a key that they don't sign with; the ones that are known are tried then. */
  private Optional<Bytes32> signer(AgentRunnerSubmission submission) {
    Stream<Bytes32> keys =
        settings.runners().isEmpty() ? Stream.of(submission.runner()) : settings.runners().stream();
    return keys.filter(submission::isSignedBy).findFirst();
  }

  private Outcome unsigned(AgentRunnerSubmission submission) {
    return submission.isSignedBy(submission.runner())
        ? new Refused(
            "unknown-runner",
            "/runner_pubkey",
            "is no runner that this line knows; its operator adds keys to runners")
        : new Refused(
            "bad-signature",
            "/sign/sig",
            "is not the runner's; expected Ed25519 over the receipt without sign, members sorted");
  }
}
