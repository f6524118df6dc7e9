package dev.quittance.embedded;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says which part could not be started or kept, where its log is, and what to do about it. The
 * message holds all of it and is meant to be shown as it is.
 */
public final class EmbeddedPartFailed extends RuntimeException {
  private final EmbeddedPart part;
  private final @Nullable Path logFile;

  EmbeddedPartFailed(EmbeddedPart part, String what, String advice) {
    this(part, what, advice, null, null);
  }

  EmbeddedPartFailed(
      EmbeddedPart part,
      String what,
      String advice,
      @Nullable Path logFile,
      @Nullable Throwable cause) {
    super(message(part, what, advice, logFile), cause);
    this.part = part;
    this.logFile = logFile;
  }

  /** Returns the part that failed. */
  public EmbeddedPart part() {
    return part;
  }

  /** Returns the log of the part, when it has one of its own. */
  public Optional<Path> logFile() {
    return Optional.ofNullable(logFile);
  }

  private static String message(
      EmbeddedPart part, String what, String advice, @Nullable Path logFile) {
    String log = logFile == null ? "" : " Its log: " + logFile + ".";
    return "The " + part.title() + " failed: " + what + "." + log + " " + advice;
  }
}
