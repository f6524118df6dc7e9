package dev.quittance.planning.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one JSON object and notes everything that is wrong with them. A bad member
 * reads as a harmless value of its type, so a parser reads all members first and looks at the
 * problems once, at the end. Not thread-safe.
 */
final class MemberReader {
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private final JsonNode object;
  private final Pointer pointer;
  private final Problems problems;
  private final Set<String> read = new HashSet<>();

  MemberReader(JsonNode node, Pointer pointer, Problems problems) {
    if (!node.isObject()) {
      problems.add(pointer, "is " + kind(node), "an object");
    }
    this.object = node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    this.pointer = pointer;
    this.problems = problems;
  }

  boolean has(String name) {
    return object.has(name);
  }

  void problem(String name, String found, String expected) {
    problems.add(name.isEmpty() ? pointer : pointer.below(name), found, expected);
  }

  /** Any JSON value, null when the member is absent (JSON's null is a value). */
  @Nullable JsonNode optionalValue(String name) {
    read.add(name);
    return object.get(name);
  }

  void constant(String name, String value) {
    JsonNode node = required(name, "\"" + value + "\"");
    if (node != null && !value.equals(node.textValue())) {
      problem(name, "is " + shown(node), "\"" + value + "\"");
    }
  }

  String text(String name, Shape shape) {
    JsonNode node = required(name, shape.expected());
    return node == null ? "" : text(node, pointer.below(name), shape);
  }

  @Nullable String optionalText(String name, Shape shape) {
    return given(name) ? text(name, shape) : null;
  }

  @Nullable BigInteger optionalAmount(String name) {
    return given(name) ? amount(name) : null;
  }

  BigInteger amount(String name) {
    return number(name, Shape.AMOUNT, Limits.AMOUNT_BOUND.subtract(BigInteger.ONE));
  }

  /** A decimal string below 2^63: a time in unix ms, an offset. */
  long decimal(String name) {
    return number(name, Shape.LONG, LONG_MAX).longValue();
  }

  Hash32 hash(String name) {
    String text = text(name, Shape.HASH);
    return new Hash32(text.isEmpty() ? "0x" + "0".repeat(64) : text);
  }

  @Nullable Long optionalDecimal(String name) {
    return given(name) ? Long.valueOf(decimal(name)) : null;
  }

  /** A list of different hashes. */
  List<Hash32> hashes(String name, int min, int max) {
    return texts(name, Shape.HASH, min, max).stream()
        .filter(hex -> !hex.isEmpty())
        .map(Hash32::new)
        .toList();
  }

  /** The constant whose name in lower case the member has. */
  <E extends Enum<E>> E oneOf(String name, E[] constants) {
    String expected =
        Arrays.stream(constants)
            .map(constant -> "\"" + constant.name().toLowerCase(Locale.ROOT) + "\"")
            .collect(Collectors.joining(" or "));
    JsonNode node = required(name, expected);
    if (node == null) {
      return constants[0];
    }
    for (E constant : constants) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(node.textValue())) {
        return constant;
      }
    }
    problem(name, "is " + shown(node), expected);
    return constants[0];
  }

  /** A JSON number without fraction, from min to max. */
  int integer(String name, int min, int max) {
    String expected = "a whole number from " + min + " to " + max;
    JsonNode node = required(name, expected);
    if (node == null) {
      return min;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < min
        || node.intValue() > max) {
      problem(name, "is " + shown(node), expected);
      return min;
    }
    return node.intValue();
  }

  @Nullable Integer optionalInteger(String name, int min, int max) {
    return given(name) ? Integer.valueOf(integer(name, min, max)) : null;
  }

  @Nullable List<String> optionalTexts(String name, Shape shape, int max) {
    return given(name) ? texts(name, shape, 1, max) : null;
  }

  /** A list of different strings. */
  List<String> texts(String name, Shape shape, int min, int max) {
    List<String> values = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<JsonNode> items = items(name, min, max);
    Pointer list = pointer.below(name);
    for (int i = 0; i < items.size(); i++) {
      Pointer at = list.below(i);
      String value = text(items.get(i), at, shape);
      if (!value.isEmpty() && !seen.add(value)) {
        problems.add(at, "repeats " + value, "each value once");
      }
      values.add(value);
    }
    return List.copyOf(values);
  }

  /** A list of whole numbers. */
  List<Integer> integers(String name, int min, int max, int maxItems) {
    List<Integer> values = new ArrayList<>();
    List<JsonNode> items = items(name, 0, maxItems);
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = items.get(i);
      boolean fits =
          item.isIntegralNumber()
              && item.canConvertToInt()
              && item.intValue() >= min
              && item.intValue() <= max;
      if (!fits) {
        problems.add(
            pointer.below(name).below(i),
            "is " + shown(item),
            "a whole number from " + min + " to " + max);
      }
      values.add(fits ? item.intValue() : min);
    }
    return List.copyOf(values);
  }

  <T> List<T> objects(String name, int min, int max, Function<MemberReader, T> read) {
    List<T> values = new ArrayList<>();
    List<JsonNode> items = items(name, min, max);
    for (int i = 0; i < items.size(); i++) {
      MemberReader item = new MemberReader(items.get(i), pointer.below(name).below(i), problems);
      values.add(read.apply(item));
      item.end();
    }
    return List.copyOf(values);
  }

  /** One object below this one, null when the member is absent. */
  <T> @Nullable T optionalObject(String name, Function<MemberReader, T> read) {
    JsonNode node = optionalValue(name);
    if (node == null) {
      return null;
    }
    MemberReader reader = new MemberReader(node, pointer.below(name), problems);
    T value = read.apply(reader);
    reader.end();
    return value;
  }

  /** An object of id to positive amount, null when the member is absent. */
  @Nullable SortedMap<String, BigInteger> optionalPositiveAmounts(String name) {
    return optionalObject(
        name,
        members -> {
          SortedMap<String, BigInteger> amounts = new TreeMap<>();
          for (String id : members.names()) {
            if (!Shape.ID.matches(id)) {
              members.problem(id, "has a bad name", Shape.ID.expected());
            }
            BigInteger amount = members.amount(id);
            if (amount.signum() == 0) {
              members.problem(id, "is not positive", "an amount of at least 1");
            }
            amounts.put(id, amount);
          }
          return amounts;
        });
  }

  /** Notes every member that nobody read. */
  void end() {
    for (String name : names()) {
      if (!read.contains(name)) {
        problem(
            name,
            "is unknown",
            "only the members " + String.join(", ", read.stream().sorted().toList()));
      }
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private BigInteger number(String name, Shape shape, BigInteger max) {
    String text = text(name, shape);
    BigInteger value = text.isEmpty() ? BigInteger.ZERO : new BigInteger(text);
    if (value.compareTo(max) > 0) {
      problem(name, "is too large", shape.expected());
      return BigInteger.ZERO;
    }
    return value;
  }

  private List<JsonNode> items(String name, int min, int max) {
    String expected = "a list of " + min + " to " + max + " items";
    JsonNode node = required(name, expected);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() < min || node.size() > max) {
      problem(
          name, node.isArray() ? "has " + node.size() + " items" : "is " + kind(node), expected);
      return List.of();
    }
    List<JsonNode> items = new ArrayList<>();
    node.forEach(items::add);
    return items;
  }

  private String text(JsonNode node, Pointer at, Shape shape) {
    if (!node.isTextual() || !shape.matches(node.textValue())) {
      problems.add(at, "is " + shown(node), shape.expected());
      return "";
    }
    return node.textValue();
  }

  private @Nullable JsonNode required(String name, String expected) {
    read.add(name);
    JsonNode node = object.get(name);
    if (node == null) {
      problem(name, "is missing", expected);
    }
    return node;
  }

  /** Whether an optional member is there; known from now on. */
  private boolean given(String name) {
    read.add(name);
    return object.has(name);
  }

  private static String shown(JsonNode node) {
    String text = node.isContainerNode() ? "" : node.toString();
    boolean brief = !text.isEmpty() && text.length() <= 80;
    return brief && !node.isNull() ? kind(node) + " " + text : kind(node);
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "the string";
      case NUMBER -> "the number";
      case BOOLEAN -> "the boolean";
      case NULL, MISSING -> "null";
    };
  }
}
