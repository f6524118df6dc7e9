package dev.quittance.receipts.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.StrictJson;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * All that the log's bytes depend on besides the records: the {@code quittance-rules/v1} document
 * of one epoch. Its canonical text is hashed into every anchor.
 *
 * @param origin the log's name
 * @param epoch label of these rules
 * @param domain EIP-712 domain of the receipts
 * @param topic name of the topic
 * @param partitions its partitions, at least 1
 * @param schemas the schemas whose records count as decodable
 * @param operator address that signs period closes
 * @param schedule when periods end
 */
public record LogRules(
    String origin,
    int epoch,
    ReceiptDomain domain,
    String topic,
    int partitions,
    List<AcceptedSchema> schemas,
    Address operator,
    PeriodSchedule schedule) {

  /** The document's format name. */
  public static final String FORMAT = "quittance-rules/v1";

  /** The topic settings that the rules fix, by name. */
  private static final List<TopicSetting> TOPIC_SETTINGS =
      List.of(
          new TopicSetting("cleanup.policy", "delete"),
          new TopicSetting("retention.ms", "-1"),
          new TopicSetting("message.timestamp.type", "LogAppendTime"));

  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private record TopicSetting(String name, String value) {}

  /** Checks the origin and copies the schemas. */
  public LogRules {
    Origins.require(origin);
    schemas = List.copyOf(schemas);
    if (partitions < 1 || epoch < 0) {
      throw new IllegalArgumentException(
          "partitions must be at least 1 and epoch not negative: " + partitions + ", " + epoch);
    }
  }

  /** The document in canonical form (RFC 8785). */
  public String canonicalText() {
    return CanonicalJson.canonicalize(document().toString());
  }

  /** SHA-256 of the canonical text. */
  public Bytes32 rulesHash() {
    return CanonicalJson.hash(document().toString());
  }

  /** What these rules and Kafka's id of the topic say about the log. */
  public LogIdentity identity(UUID topicId) {
    return new LogIdentity(origin, partitions, epoch, topicId, rulesHash(), domain, operator);
  }

  /**
   * Reads a document, canonical or not.
   *
   * @throws IllegalArgumentException naming the member that is missing, unknown or wrong
   */
  public static LogRules parse(String json) {
    StrictJson document =
        StrictJson.parse(
            json,
            "format",
            "origin",
            "epoch",
            "receiptType",
            "domain",
            "topic",
            "schemas",
            "reasons",
            "operator",
            "period");
    document.constant("format", FORMAT);
    document.constant("receiptType", ReceiptDigest.TYPE);
    requireReasons(document);
    StrictJson topic = parseTopic(document);
    return new LogRules(
        document.text("origin"),
        (int) document.number("epoch", Integer.MAX_VALUE),
        ReceiptDomain.read(document, "domain"),
        topic.text("name"),
        (int) topic.number("partitions", Integer.MAX_VALUE),
        parseSchemas(document),
        document.address("operator"),
        parseSchedule(document.object("period", "firstStart", "cadenceSeconds", "catchUp")));
  }

  private static void requireReasons(StrictJson document) {
    String[] codes =
        Arrays.stream(Reason.values()).map(r -> Integer.toString(r.code())).toArray(String[]::new);
    StrictJson reasons = document.object("reasons", codes);
    for (Reason reason : Reason.values()) {
      reasons.constant(Integer.toString(reason.code()), reason.label());
    }
  }

  private static StrictJson parseTopic(StrictJson document) {
    String[] members =
        Stream.concat(
                Stream.of("name", "partitions"), TOPIC_SETTINGS.stream().map(TopicSetting::name))
            .toArray(String[]::new);
    StrictJson topic = document.object("topic", members);
    TOPIC_SETTINGS.forEach(setting -> topic.constant(setting.name(), setting.value()));
    return topic;
  }

  private static List<AcceptedSchema> parseSchemas(StrictJson document) {
    return document.objects("schemas", "id", "fingerprint").stream()
        .map(s -> new AcceptedSchema(s.number("id", MAX_SAFE_INTEGER), s.bytes32("fingerprint")))
        .toList();
  }

  private static PeriodSchedule parseSchedule(StrictJson period) {
    String label = period.text("catchUp");
    PeriodSchedule.CatchUp catchUp =
        Arrays.stream(PeriodSchedule.CatchUp.values())
            .filter(known -> known.label().equals(label))
            .findFirst()
            .orElseThrow(() -> period.wrong("catchUp", "must be \"each\" or \"merge\""));
    return new PeriodSchedule(
        period.decimal("firstStart"),
        (int) period.number("cadenceSeconds", Integer.MAX_VALUE),
        catchUp);
  }

  private ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("format", FORMAT).put("origin", origin).put("epoch", epoch);
    document.put("receiptType", ReceiptDigest.TYPE);
    domain.write(document.putObject("domain"));
    ObjectNode settings = document.putObject("topic");
    settings.put("name", topic).put("partitions", partitions);
    TOPIC_SETTINGS.forEach(setting -> settings.put(setting.name(), setting.value()));
    ArrayNode list = document.putArray("schemas");
    for (AcceptedSchema schema : schemas) {
      list.addObject().put("id", schema.id()).put("fingerprint", schema.fingerprint().toString());
    }
    ObjectNode reasons = document.putObject("reasons");
    for (Reason reason : Reason.values()) {
      reasons.put(Integer.toString(reason.code()), reason.label());
    }
    document.put("operator", operator.toString());
    document
        .putObject("period")
        .put("firstStart", Long.toString(schedule.firstStart()))
        .put("cadenceSeconds", schedule.cadenceSeconds())
        .put("catchUp", schedule.catchUp().label());
    return document;
  }
}
