package dev.quittance.platform.deploy;

import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Creates the topics of the catalogue and registers their schemas.
 *
 * <p>Running it again changes nothing. Partition counts are never changed: an epoch of the log
 * fixes them. Blocking; used by one command at a time.
 */
public final class TopicDeployment {
  private static final Duration VISIBLE_TIMEOUT = Duration.ofSeconds(30);

  private static final Map<String, String> DEAD_LETTER_SETTINGS =
      Map.of(
          "cleanup.policy", "delete",
          "retention.ms", "-1",
          "message.timestamp.type", "LogAppendTime");

  private final KafkaAccess kafka;
  private final String registryUrl;
  private final int lanes;
  private final int replicationFactor;

  /**
   * @param lanes partitions of the topics that are keyed by order
   * @param replicationFactor copies of each partition, at most the number of brokers
   */
  public TopicDeployment(KafkaAccess kafka, String registryUrl, int lanes, int replicationFactor) {
    this.kafka = kafka;
    this.registryUrl = registryUrl;
    this.lanes = lanes;
    this.replicationFactor = replicationFactor;
  }

  /** One line of what {@link #apply} found or did. */
  public record Change(String kind, String name, String action, String detail) {}

  /**
   * Brings topics and schemas to what the catalogue says.
   *
   * @return one row per topic and schema, changed or not
   * @throws IOException when the cluster or the registry refuses, with what to do
   */
  public List<Change> apply() throws IOException {
    return apply(Topics.all(), wantedTopics());
  }

  /**
   * Makes the receipt log's topic of a later epoch, with its schema.
   *
   * @return one row for each of the two, changed or not
   * @throws IOException when the cluster or the registry refuses, with what to do
   */
  public List<Change> applyEpoch(Topic<ReceiptsRecord> topic) throws IOException {
    NewTopic wanted = newTopic(topic.name(), topic.partitions(lanes), topic.settings());
    return apply(List.of(topic), Map.of(topic.name(), wanted));
  }

  private List<Change> apply(List<Topic<?>> schemas, Map<String, NewTopic> topics)
      throws IOException {
    List<Change> changes = new ArrayList<>();
    try (Admin admin = kafka.admin();
        BlockingHttp http = new BlockingHttp(15_000)) {
      createTopics(admin, topics, changes);
      SchemaRegistry registry = new SchemaRegistry(http, registryUrl);
      for (Topic<?> topic : schemas) {
        String artifact = artifactOf(topic);
        SchemaRegistry.Registered schema = registry.register(artifact, topic.schema().toString());
        registry.requireFullTransitive(artifact);
        changes.add(
            new Change(
                "schema",
                artifact,
                schema.isNew() ? "registered" : "unchanged",
                "version " + schema.version() + ", id " + schema.contentId()));
      }
    } catch (ExecutionException e) {
      throw new IOException("the Kafka cluster refuses: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while applying topics", e);
    }
    return changes;
  }

  /** The id under which a topic's current schema stands on the wire; registers nothing new. */
  public int schemaId(Topic<?> topic) throws IOException {
    try (BlockingHttp http = new BlockingHttp(15_000)) {
      return new SchemaRegistry(http, registryUrl)
          .register(artifactOf(topic), topic.schema().toString())
          .contentId();
    }
  }

  /** The registry's name for the schema of a topic's values. */
  static String artifactOf(Topic<?> topic) {
    return topic.name() + "-value";
  }

  private static void createTopics(Admin admin, Map<String, NewTopic> wanted, List<Change> changes)
      throws ExecutionException, InterruptedException, IOException {
    Set<String> present = admin.listTopics().names().get();
    List<NewTopic> missing =
        wanted.values().stream().filter(topic -> !present.contains(topic.name())).toList();
    admin.createTopics(missing).all().get();
    awaitVisible(admin, wanted.keySet());
    for (NewTopic topic : wanted.values()) {
      boolean created = !present.contains(topic.name());
      String repaired = created ? "" : repair(admin, topic);
      changes.add(
          new Change(
              "topic",
              topic.name(),
              created ? "created" : repaired.isEmpty() ? "unchanged" : "altered",
              repaired.isEmpty()
                  ? topic.numPartitions()
                      + (topic.numPartitions() == 1 ? " partition" : " partitions")
                  : repaired));
    }
  }

  private Map<String, NewTopic> wantedTopics() {
    Map<String, NewTopic> wanted = new LinkedHashMap<>();
    for (Topic<?> topic : Topics.all()) {
      wanted.put(topic.name(), newTopic(topic.name(), topic.partitions(lanes), topic.settings()));
    }
    for (Topic<?> topic : Topics.withRedrive()) {
      String name = topic.redriveName();
      wanted.put(name, newTopic(name, topic.partitions(lanes), topic.settings()));
    }
    for (Topic<?> topic : Topics.withDeadLetters()) {
      String name = topic.deadLetterName();
      wanted.put(name, newTopic(name, 1, DEAD_LETTER_SETTINGS));
    }
    return wanted;
  }

  private NewTopic newTopic(String name, int partitions, Map<String, String> settings) {
    return new NewTopic(name, partitions, (short) replicationFactor).configs(settings);
  }

  /** Puts settings of an existing topic right; says what it changed. */
  private static String repair(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException, IOException {
    TopicDescription description =
        admin.describeTopics(List.of(topic.name())).allTopicNames().get().get(topic.name());
    if (description == null || description.partitions().size() != topic.numPartitions()) {
      throw new IOException(
          "topic "
              + topic.name()
              + " has "
              + (description == null ? "no" : description.partitions().size())
              + " partitions, the line wants "
              + topic.numPartitions()
              + "; an epoch fixes them: set log.lanes to what is there, or start a new epoch");
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Config present = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    List<AlterConfigOp> repairs = new ArrayList<>();
    topic
        .configs()
        .forEach((key, value) -> {
          ConfigEntry entry = present == null ? null : present.get(key);
          if (entry == null || !value.equals(entry.value())) {
            repairs.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
          }
        });
    if (!repairs.isEmpty()) {
      admin.incrementalAlterConfigs(Map.of(resource, repairs)).all().get();
    }
    return String.join(
        ", ",
        repairs.stream()
            .map(op -> op.configEntry().name() + "=" + op.configEntry().value())
            .toList());
  }

  /** A stream started before every broker knows a topic fails with a missing source. */
  private static void awaitVisible(Admin admin, Set<String> names)
      throws InterruptedException, IOException {
    long deadlineNs = System.nanoTime() + VISIBLE_TIMEOUT.toNanos();
    while (true) {
      try {
        admin.describeTopics(names).allTopicNames().get();
        return;
      } catch (ExecutionException e) {
        if (System.nanoTime() > deadlineNs) {
          throw new IOException("topics are still not visible after " + VISIBLE_TIMEOUT, e);
        }
        Thread.sleep(100);
      }
    }
  }
}
