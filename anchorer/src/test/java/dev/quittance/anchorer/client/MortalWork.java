package dev.quittance.anchorer.client;

import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.Entry;
import dev.quittance.platform.chain.outbox.Job;
import dev.quittance.platform.chain.outbox.OutboxWork;
import dev.quittance.platform.chain.outbox.Outcome;
import dev.quittance.platform.chain.outbox.Preflight;
import java.io.IOException;
import java.util.List;

/** Work of a client that dies at one of its steps: nothing that comes after it happens. */
final class MortalWork implements OutboxWork<Long> {
  private final OutboxWork<Long> work;
  private final Step step;
  private int commitsLeft;

  /** When it dies, seen from its last commit. */
  enum Step {
    BEFORE_COMMIT,
    AFTER_COMMIT_BEFORE_BROADCAST,
    AFTER_BROADCAST
  }

  /** The death. */
  static final class Killed extends IllegalStateException {
    private static final long serialVersionUID = 1;

    Killed(Step step) {
      super("killed " + step);
    }
  }

  /**
   * Wraps work.
   *
   * @param commits after how many commits it dies, or in which of them
   */
  MortalWork(OutboxWork<Long> work, Step step, int commits) {
    this.work = work;
    this.step = step;
    this.commitsLeft = commits;
  }

  @Override
  public List<Entry<Long>> arrivals() throws IOException {
    dieIf(Step.AFTER_BROADCAST);
    return work.arrivals();
  }

  @Override
  public Preflight preflight(Job<Long> job, long finalized, BlockHead latest) throws IOException {
    return work.preflight(job, finalized, latest);
  }

  @Override
  public Outcome outcome(Job<Long> job, ChainReceipt receipt, long finalized) throws IOException {
    return work.outcome(job, receipt, finalized);
  }

  @Override
  public void commit(List<Change<Long>> changes) {
    commitsLeft--;
    dieIf(Step.BEFORE_COMMIT);
    work.commit(changes);
    dieIf(Step.AFTER_COMMIT_BEFORE_BROADCAST);
  }

  private void dieIf(Step here) {
    if (step == here && commitsLeft <= 0) {
      throw new Killed(here);
    }
  }

  @Override
  public void close() {
    work.close();
  }
}
