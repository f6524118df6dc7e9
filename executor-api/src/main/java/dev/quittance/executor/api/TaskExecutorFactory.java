package dev.quittance.executor.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Makes the executors of one type; found by {@link java.util.ServiceLoader}, so that a jar on the
 * class path adds a type.
 */
public interface TaskExecutorFactory {
  /** The type, as {@code type} in the settings' section {@code executors} names it. */
  String type();

  /**
   * Makes an executor.
   *
   * @param name its whole name, such as {@code llm/local}
   * @param settings its section of the settings without {@code type} and {@code provider}; text
   *     members whose name ends in {@code File}, which is how secrets are given, are absolute paths
   * @throws InvalidExecutorSettings when they can't be used
   */
  TaskExecutor create(String name, ObjectNode settings) throws InvalidExecutorSettings;
}
