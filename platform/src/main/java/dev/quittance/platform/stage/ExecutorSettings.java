package dev.quittance.platform.stage;

import java.time.Duration;
import java.util.Map;

/**
 * How executors of outside work are used, and which there are.
 *
 * @param inFlight most calls at the same time in one process
 * @param drain how long a stopping process waits for its calls
 * @param outputBytes longer outputs are no answer
 * @param limits most calls at the same time over all processes
 * @param define executors by the name that agents give them
 */
public record ExecutorSettings(
    int inFlight,
    Duration drain,
    int outputBytes,
    Limits limits,
    Map<String, ExecutorDefinition> define) {
  public ExecutorSettings {
    if (inFlight < 1) {
      throw new IllegalArgumentException("inFlight must be at least 1: " + inFlight);
    }
    if (outputBytes < 1) {
      throw new IllegalArgumentException("outputBytes must be at least 1: " + outputBytes);
    }
    define = Map.copyOf(define);
  }

  /**
   * Most calls at the same time over all processes of the line. What the maps don't name has the
   * default beside them.
   *
   * @param tenant of one tenant
   * @param agent of one agent
   * @param provider of one provider
   * @param tenants by tenant
   * @param agents by agent id
   * @param providers by the name of {@link ExecutorDefinition#provider}
   */
  public record Limits(
      int tenant,
      int agent,
      int provider,
      Map<String, Integer> tenants,
      Map<String, Integer> agents,
      Map<String, Integer> providers) {
    public Limits {
      tenants = Map.copyOf(tenants);
      agents = Map.copyOf(agents);
      providers = Map.copyOf(providers);
    }
  }

  /** Settings without executors and with the defaults of {@code quittance.yaml}. */
  public static ExecutorSettings none() {
    return new ExecutorSettings(
        1000,
        Duration.ofSeconds(20),
        1 << 20,
        new Limits(1000, 100, 1000, Map.of(), Map.of(), Map.of()),
        Map.of());
  }

  /**
   * The provider whose limit an executor's calls count against: its definition's, else its own
   * name.
   */
  public String providerOf(String executor) {
    ExecutorDefinition definition = define.get(executor);
    return definition == null ? executor : definition.provider();
  }
}
