package dev.quittance.planning.document;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The published examples and schemas, and edits of them. */
public final class Examples {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Examples() {}

  /** A published file such as {@code order.example.json}. */
  public static byte[] file(String name) {
    String path = "/dev/quittance/schemas/json/" + name;
    try (InputStream in = Objects.requireNonNull(Examples.class.getResourceAsStream(path), path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String name) {
    return new String(file(name), StandardCharsets.UTF_8);
  }

  public static Order order() {
    return Order.parse(file("order.example.json")).orThrow();
  }

  public static Agent agent() {
    return Agent.parse(file("agent.example.json")).orThrow();
  }

  public static Policy policy() {
    return Policy.parse(file("policy.example.json")).orThrow();
  }

  public static Tenant tenant() {
    return Tenant.parse(file("tenant.example.json")).orThrow();
  }

  public static Plan plan() {
    return Plan.parse(file("plan.example.json")).orThrow();
  }

  /** The parser of a kind of document. */
  public static Parsed<? extends Document> parse(String kind, byte[] utf8) {
    return switch (kind) {
      case "order" -> Order.parse(utf8);
      case "plan" -> Plan.parse(utf8);
      case "agent" -> Agent.parse(utf8);
      case "policy" -> Policy.parse(utf8);
      case "tenant" -> Tenant.parse(utf8);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /**
   * The example of a kind with the value at the pointer replaced, added, or removed when the new
   * value is {@code -}.
   */
  public static String edited(String kind, String pointer, String value) {
    return edit(text(kind + ".example.json"), pointer, value);
  }

  public static String edit(String json, String pointer, String value) {
    JsonNode root = read(json);
    JsonPointer at = JsonPointer.compile(pointer);
    JsonNode parent = root.at(at.head());
    String member = at.last().getMatchingProperty();
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(member), read(value));
    } else if ("-".equals(value)) {
      ((ObjectNode) parent).remove(member);
    } else {
      ((ObjectNode) parent).set(member, read(value));
    }
    return root.toString();
  }

  public static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
