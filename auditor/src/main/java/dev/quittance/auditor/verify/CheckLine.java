package dev.quittance.auditor.verify;

/**
 * One check of a bundle, as it is shown.
 *
 * @param name the check's name
 * @param status what came of it
 * @param found what was found
 */
public record CheckLine(String name, Status status, String found) {

  /** What came of a check. */
  public enum Status {
    /** It holds. */
    OK("ok"),
    /** It does not. */
    FAIL("FAIL"),
    /** It fits, but nobody trusted says so, or nobody could be asked. */
    INCONCLUSIVE("?"),
    /** It was not made, because one before it failed. */
    NOT_REACHED("-");

    private final String mark;

    Status(String mark) {
      this.mark = mark;
    }

    /** The mark in text output. */
    public String mark() {
      return mark;
    }
  }
}
