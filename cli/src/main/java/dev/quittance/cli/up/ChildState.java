package dev.quittance.cli.up;

import java.util.Locale;

/** How a stage's process is. */
sealed interface ChildState {
  /** Not yet at work, and why. */
  record Starting(String reason) implements ChildState {}

  /** At work. */
  record Ready() implements ChildState {}

  /** It was at work and is not now, and why. */
  record NotReady(String reason) implements ChildState {}

  /** It died, and is started again. */
  record Restarting(int exitCode, long inMs) implements ChildState {}

  /** It was stopped. */
  record Stopped(int exitCode) implements ChildState {}

  /** For people. */
  default String inWords() {
    return switch (this) {
      case Starting(String reason) -> reason.isEmpty() ? "starting" : "starting: " + reason;
      case Ready() -> "ready";
      case NotReady(String reason) -> "not ready: " + reason;
      case Restarting(int exitCode, long inMs) ->
          String.format(Locale.ROOT, "died with %d, again in %.1f s", exitCode, inMs / 1e3);
      case Stopped(int exitCode) -> "stopped with " + exitCode;
    };
  }

  /** Name of the event that it begins with. */
  default String event() {
    return switch (this) {
      case Starting _ -> "started";
      case Ready _ -> "ready";
      case NotReady _ -> "not-ready";
      case Restarting _ -> "died";
      case Stopped _ -> "stopped";
    };
  }
}
