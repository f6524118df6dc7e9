package dev.quittance.cli.command;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param name what it is
 * @param state how it is
 * @param detail what was found
 * @param advice what to do; empty if nothing
 */
record Check(String name, State state, String detail, String advice) {

  /** How something is. */
  enum State {
    /** As it should be. */
    OK,
    /** Something will not work, or not well. */
    WARN,
    /** It is needed and not there, or does not answer. */
    MISSING;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Check ok(String name, String detail) {
    return new Check(name, State.OK, detail, "");
  }

  static Check warn(String name, String detail, String advice) {
    return new Check(name, State.WARN, detail, advice);
  }

  static Check missing(String name, String detail, String advice) {
    return new Check(name, State.MISSING, detail, advice);
  }
}
