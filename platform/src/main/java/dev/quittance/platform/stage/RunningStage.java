package dev.quittance.platform.stage;

/** A stage, or a part of one, at work. Closing it finishes what it has begun and is idempotent. */
public interface RunningStage extends AutoCloseable {
  /** The stage's name, for people and metrics. */
  String name();

  /** Whether it does its work now: has its partitions, has caught up with what it must know. */
  boolean isReady();

  @Override
  void close();
}
