package dev.quittance.cli.local;

/** Waiting between two looks at something. */
public final class Pause {
  private Pause() {}

  /** Waits; an interrupt ends the command. */
  public static void ofMillis(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
