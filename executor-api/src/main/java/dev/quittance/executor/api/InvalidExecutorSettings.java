package dev.quittance.executor.api;

/** Settings of an executor that can't be used. */
public final class InvalidExecutorSettings extends Exception {
  private static final long serialVersionUID = 1L;

  private final String pointer;

  /**
   * Names the fault.
   *
   * @param pointer JSON pointer of the faulty member inside of the executor's section
   * @param message what is wrong and what is expected
   */
  public InvalidExecutorSettings(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  /** JSON pointer of the faulty member inside of the executor's section. */
  public String pointer() {
    return pointer;
  }
}
