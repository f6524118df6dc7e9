package dev.quittance.embedded;

/** Closes something when the virtual machine ends before it was closed. */
final class ExitHook {
  private final Thread thread;

  private ExitHook(Thread thread) {
    this.thread = thread;
  }

  static ExitHook closing(String name, Runnable close) {
    Thread thread = Thread.ofPlatform().name("close-" + name).unstarted(close);
    Runtime.getRuntime().addShutdownHook(thread);
    return new ExitHook(thread);
  }

  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // The machine is ending: the hook runs, or is what called us. Closing twice is harmless.
      return;
    }
  }
}
