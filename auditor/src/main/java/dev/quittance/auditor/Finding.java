package dev.quittance.auditor;

import java.util.Comparator;

/**
 * One thing that an audit found. Ordered by severity, place and code.
 *
 * @param code what it is
 * @param severity how much it says
 * @param place where it is
 * @param message the same for people, with what was expected and what is there
 */
public record Finding(FindingCode code, Severity severity, Place place, String message)
    implements Comparable<Finding> {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::place)
          .thenComparing(Finding::code)
          .thenComparing(Finding::message);

  /** A check failed. */
  public static Finding fail(FindingCode code, Place place, String message) {
    return new Finding(code, Severity.FAIL, place, message);
  }

  /** A check could not be made. */
  public static Finding inconclusive(FindingCode code, Place place, String message) {
    return new Finding(code, Severity.INCONCLUSIVE, place, message);
  }

  /** Worth knowing, and no fault. */
  public static Finding note(FindingCode code, Place place, String message) {
    return new Finding(code, Severity.NOTE, place, message);
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
