package dev.quittance.planning.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the tree of a document; an absent (null) value leaves its member out. Not thread-safe. */
final class ObjectWriter {
  private final ObjectNode node = JsonNodeFactory.instance.objectNode();

  ObjectWriter put(String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
    return this;
  }

  ObjectWriter put(String name, @Nullable Integer value) {
    if (value != null) {
      node.put(name, value);
    }
    return this;
  }

  /** Amounts are decimal strings. */
  ObjectWriter put(String name, @Nullable BigInteger value) {
    return put(name, value == null ? null : value.toString());
  }

  ObjectWriter put(String name, Hash32 value) {
    return put(name, value.hex());
  }

  /** Times and offsets are decimal strings. */
  ObjectWriter decimal(String name, long value) {
    return put(name, Long.toString(value));
  }

  ObjectWriter put(String name, JsonNode value) {
    node.set(name, value);
    return this;
  }

  /** JSON that is canonical already, so it need not become a tree again. */
  ObjectWriter put(String name, CanonicalJson value) {
    node.putRawValue(name, new RawValue(value.text()));
    return this;
  }

  ObjectWriter texts(String name, @Nullable List<String> values) {
    if (values != null) {
      ArrayNode array = node.putArray(name);
      values.forEach(array::add);
    }
    return this;
  }

  ObjectWriter integers(String name, List<Integer> values) {
    ArrayNode array = node.putArray(name);
    values.forEach(array::add);
    return this;
  }

  ObjectWriter amounts(String name, @Nullable Map<String, BigInteger> values) {
    if (values != null) {
      ObjectNode object = node.putObject(name);
      values.forEach((key, value) -> object.put(key, value.toString()));
    }
    return this;
  }

  ObjectWriter objects(String name, List<ObjectNode> values) {
    node.putArray(name).addAll(values);
    return this;
  }

  ObjectNode node() {
    return node;
  }

  CanonicalJson canonical() {
    return CanonicalJson.of(node);
  }
}
