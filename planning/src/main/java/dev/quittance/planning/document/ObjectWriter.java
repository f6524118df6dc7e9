package dev.quittance.planning.document;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the members of a document and writes them in RFC 8785 form; an absent (null) value
 * leaves its member out. Not thread-safe.
 */
final class ObjectWriter {
  /** Canonical text by member; names sort by UTF-16 code units, as RFC 8785 demands. */
  private final SortedMap<String, String> members = new TreeMap<>();

  ObjectWriter put(String name, @Nullable String value) {
    if (value != null) {
      members.put(name, CanonicalWriter.quoted(value));
    }
    return this;
  }

  ObjectWriter put(String name, @Nullable Integer value) {
    if (value != null) {
      members.put(name, value.toString());
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

  ObjectWriter put(String name, CanonicalJson value) {
    members.put(name, value.text());
    return this;
  }

  ObjectWriter texts(String name, @Nullable List<String> values) {
    if (values != null) {
      members.put(name, array(values.stream().map(CanonicalWriter::quoted).toList()));
    }
    return this;
  }

  ObjectWriter integers(String name, List<Integer> values) {
    members.put(name, array(values.stream().map(value -> Integer.toString(value)).toList()));
    return this;
  }

  ObjectWriter amounts(String name, @Nullable Map<String, BigInteger> values) {
    if (values != null) {
      ObjectWriter amounts = new ObjectWriter();
      values.forEach(amounts::put);
      put(name, amounts.canonical());
    }
    return this;
  }

  ObjectWriter objects(String name, List<CanonicalJson> values) {
    members.put(name, array(values.stream().map(CanonicalJson::text).toList()));
    return this;
  }

  CanonicalJson canonical() {
    StringBuilder text = new StringBuilder(512).append('{');
    members.forEach((name, value) ->
        text.append(text.length() == 1 ? "" : ",")
            .append(CanonicalWriter.quoted(name))
            .append(':')
            .append(value));
    return new CanonicalJson(text.append('}').toString());
  }

  private static String array(List<String> canonicalValues) {
    return "[" + String.join(",", canonicalValues) + "]";
  }
}
