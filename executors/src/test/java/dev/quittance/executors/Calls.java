package dev.quittance.executors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskExecutorFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.ServiceLoader;

/** Calls and executors for tests. */
public final class Calls {
  private static final ObjectMapper JSON = new ObjectMapper();
  public static final String ORDER = "0f".repeat(32);
  public static final String KEY = "task_3f2a";
  public static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  public static final String BUYER = "0x" + "b7".repeat(20);

  private Calls() {}

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A call that may take a minute: the first one of a process has much to load. */
  public static TaskCall call(String service, String input) {
    return call(service, input, Duration.ofMinutes(1));
  }

  public static TaskCall call(String service, String input, Duration timeout) {
    return new TaskCall(
        ORDER,
        "1e".repeat(32),
        0,
        1,
        "lumen-reader",
        "0x" + "a1".repeat(20),
        "northwind",
        Optional.of(BUYER),
        Optional.of(BigInteger.valueOf(90_000)),
        service,
        "test/executor",
        json(input),
        "ab".repeat(32),
        KEY,
        timeout,
        Instant.now().plusSeconds(600),
        TRACE);
  }

  /** Makes an executor the way that workers do. */
  public static TaskExecutor executor(String type, String settings) throws InvalidExecutorSettings {
    for (TaskExecutorFactory factory : ServiceLoader.load(TaskExecutorFactory.class)) {
      if (factory.type().equals(type)) {
        return factory.create("test/executor", (ObjectNode) json(settings));
      }
    }
    throw new AssertionError("no factory for " + type);
  }
}
