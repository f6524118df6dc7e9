package dev.quittance.cli.demo;

/** Waiting between two looks at something. */
final class Pause {
  private Pause() {}

  /** Waits; an interrupt ends the command. */
  static void ofMillis(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
