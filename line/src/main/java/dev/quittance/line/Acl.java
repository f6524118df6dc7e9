package dev.quittance.line;

import java.util.List;

/**
 * One right on a cluster, as Kafka's authorizer knows it.
 *
 * @param stage whose process needs it
 * @param principal who is given it
 * @param resource what it is on
 * @param pattern whether the name is that of the resource or begins it
 * @param operations what may be done, by Kafka's names
 * @param purpose what it is needed for, in a few words
 */
public record Acl(
    String stage,
    String principal,
    Resource resource,
    Pattern pattern,
    String name,
    List<String> operations,
    String purpose) {
  /** Kinds of resources, with the option of {@code kafka-acls.sh} that names one. */
  public enum Resource {
    TOPIC("--topic"),
    GROUP("--group"),
    TRANSACTIONAL_ID("--transactional-id"),
    CLUSTER("--cluster");

    private final String option;

    Resource(String option) {
      this.option = option;
    }
  }

  /** How a name is meant. */
  public enum Pattern {
    LITERAL,
    PREFIXED
  }

  public Acl {
    operations = List.copyOf(operations);
  }

  /**
   * The command that gives it.
   *
   * @param brokers how they are reached
   */
  public String command(String brokers) {
    StringBuilder command =
        new StringBuilder("kafka-acls.sh --bootstrap-server ")
            .append(brokers)
            .append(" --add --allow-principal '")
            .append(principal)
            .append('\'');
    operations.forEach(operation -> command.append(" --operation ").append(operation));
    command.append(' ').append(resource.option);
    if (resource != Resource.CLUSTER) {
      command.append(" '").append(name).append('\'');
      if (pattern == Pattern.PREFIXED) {
        command.append(" --resource-pattern-type prefixed");
      }
    }
    return command.toString();
  }
}
