package dev.quittance.executors.settings;

import java.util.List;

/** A text that must not be seen: it shows itself only where it is asked for by name. */
public final class Secret {
  private static final int SHOWN_CHARS = 300;
  private static final String HIDDEN = "***";

  private final String value;

  /** Takes the text in. */
  public Secret(String value) {
    this.value = value;
  }

  /** The text, for the header or key that it was made for. */
  public String reveal() {
    return value;
  }

  /**
   * What somebody else wrote, made fit for a message: without the secrets, on one line, cut to a
   * few hundred characters.
   */
  public static String hide(List<Secret> secrets, String text) {
    String hidden = text;
    for (Secret secret : secrets) {
      hidden = hidden.replace(secret.value, HIDDEN);
    }
    String line = hidden.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "…";
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
