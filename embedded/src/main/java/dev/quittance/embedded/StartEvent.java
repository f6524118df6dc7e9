package dev.quittance.embedded;

import java.time.Duration;

/** What {@link EmbeddedCluster} tells while it starts. */
public sealed interface StartEvent {
  /** The part that it is about. */
  EmbeddedPart part();

  /** The part is being started. */
  record Starting(EmbeddedPart part) implements StartEvent {}

  /**
   * The part takes requests.
   *
   * @param took how long its start took
   */
  record Ready(EmbeddedPart part, Duration took) implements StartEvent {}
}
