package dev.quittance.platform.stage;

import java.util.List;

/** A stage, or a part of one, at work. Closing it finishes what it has begun and is idempotent. */
public interface RunningStage extends AutoCloseable {
  /** The stage's name, for people and metrics. */
  String name();

  /** Whether it does its work now: has its partitions, has caught up with what it must know. */
  Readiness readiness();

  /** Whether it does its work now. */
  default boolean isReady() {
    return readiness() instanceof Readiness.Ready;
  }

  /** What an operator should know although it does its work; without secrets. Mostly nothing. */
  default List<String> notes() {
    return List.of();
  }

  /** The parts that it consists of, each with a readiness of its own; itself, if it has none. */
  default List<RunningStage> parts() {
    return List.of(this);
  }

  @Override
  void close();
}
