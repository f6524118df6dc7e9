package dev.quittance.acceptance.stub;

import java.util.Locale;
import java.util.Random;

/** What a vendor's server does with a call. */
public enum Behaviour {
  /** Does the work. */
  ANSWER,
  /** HTTP 500. */
  SERVER_ERROR,
  /** HTTP 429, come back in a second. */
  TOO_MANY_REQUESTS,
  /** Says nothing for longer than the caller waits. */
  HANG,
  /** Stops in the middle of its JSON. */
  TRUNCATE,
  /** Says that it did the work, and brings something else. */
  LIE,
  /** Hangs up. */
  RESET,
  /** Refuses, and repeats every secret that it knows. Never by chance. */
  BLAB;

  private static final int PERCENT_WELL_DONE = 72;

  /** How an order's text demands this behaviour of every call. */
  public String word() {
    return "stub:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the text demands, else what chance wants: mostly to answer. */
  static Behaviour of(String text, Random random) {
    for (Behaviour behaviour : values()) {
      if (text.contains(behaviour.word())) {
        return behaviour;
      }
    }
    return random.nextInt(100) < PERCENT_WELL_DONE
        ? ANSWER
        : values()[1 + random.nextInt(values().length - 2)];
  }
}
