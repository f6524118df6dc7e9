package dev.quittance.executors.openai;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which parts of the request an endpoint understands; servers that call themselves compatible
 * differ in these.
 *
 * @param newTokenLimit whether the limit of tokens is {@code max_completion_tokens}, which newer
 *     models want, instead of {@code max_tokens}, which all others know
 */
record Dialect(Structured structured, boolean newTokenLimit, boolean temperature, boolean seed) {
  private static final Pattern ABOUT_STRUCTURE =
      Pattern.compile("response.?format|json.?schema|json.?object|grammar|guided|structured");

  /** What is tried first. */
  static Dialect first(Structured structured) {
    return new Dialect(structured, false, true, true);
  }

  /**
   * What to try after an endpoint refused a request; empty when its refusal is about something
   * else.
   *
   * @param status of the refusal
   * @param param the parameter that it names, or nothing
   * @param message its own words
   */
  Optional<Dialect> after(int status, String param, String message) {
    if (status != 400 && status != 422 && status != 500 && status != 501) {
      return Optional.empty();
    }
    String about = (param.isEmpty() ? message : param).toLowerCase(Locale.ROOT);
    if (structured != Structured.TEXT && ABOUT_STRUCTURE.matcher(about).find()) {
      return Optional.of(new Dialect(structured.weaker(), newTokenLimit, temperature, seed));
    }
    if (status >= 500) {
      return Optional.empty();
    }
    if (!newTokenLimit && about.contains("max_tokens")) {
      return Optional.of(new Dialect(structured, true, temperature, seed));
    }
    if (temperature && about.contains("temperature")) {
      return Optional.of(new Dialect(structured, newTokenLimit, false, seed));
    }
    if (seed && about.contains("seed")) {
      return Optional.of(new Dialect(structured, newTokenLimit, temperature, false));
    }
    return Optional.empty();
  }
}
