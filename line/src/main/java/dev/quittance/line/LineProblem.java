package dev.quittance.line;

/** A line can't be set up or opened: what is wrong, and what its operator can do. */
public final class LineProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String advice;

  /** Whose turn it is. */
  public enum Kind {
    /** Something that must be there first is missing or wrong. */
    NOT_SET_UP,
    /** It was tried and did not work. */
    FAILED
  }

  /** A problem with its advice, one sentence each. */
  public LineProblem(Kind kind, String message, String advice) {
    super(message);
    this.kind = kind;
    this.advice = advice;
  }

  /** Whose turn it is. */
  public Kind kind() {
    return kind;
  }

  /** What the operator can do. */
  public String advice() {
    return advice;
  }
}
