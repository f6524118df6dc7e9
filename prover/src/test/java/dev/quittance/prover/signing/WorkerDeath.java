package dev.quittance.prover.signing;

/** Ends a worker as a crash does. */
public final class WorkerDeath {
  private WorkerDeath() {}

  /** Nothing more is committed and the group is not left. */
  public static void kill(SigningWorker worker) {
    worker.kill();
  }
}
