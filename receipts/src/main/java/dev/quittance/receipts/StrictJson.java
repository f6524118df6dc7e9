package dev.quittance.receipts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An object of a strict JSON document: members are read by name and kind, and errors name the
 * member by its path. Immutable.
 *
 * <p>Strict: no unknown, missing or repeated members, nothing after the document, hexadecimal in
 * lower case, decimals without leading zeros. All methods throw {@link IllegalArgumentException}
 * with the path of the member that is wrong.
 */
public final class StrictJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,77}");

  private final String path;
  private final JsonNode node;

  private StrictJson(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** Reads a document that is one object with exactly the given members. */
  public static StrictJson parse(String text, String... members) {
    return parse(text, Set.of(members), Set.of());
  }

  /** Reads a document that is one object with the required members and any of the optional. */
  public static StrictJson parse(String text, Set<String> required, Set<String> optional) {
    try {
      return object("", MAPPER.readTree(text), required, optional);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static StrictJson object(
      String path, JsonNode node, Set<String> required, Set<String> optional) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(name(path) + " must be an object");
    }
    Set<String> missing = new TreeSet<>(required);
    for (String member : (Iterable<String>) node::fieldNames) {
      if (!missing.remove(member) && !optional.contains(member)) {
        throw new IllegalArgumentException("unknown member " + path + "/" + member);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(name(path) + " lacks " + String.join(", ", missing));
    }
    return new StrictJson(path, node);
  }

  /** A member that is an object with exactly the given members. */
  public StrictJson object(String member, String... members) {
    return object(path + "/" + member, node.get(member), Set.of(members), Set.of());
  }

  /** A member that is a list of objects with exactly the given members each. */
  public List<StrictJson> objects(String member, String... members) {
    JsonNode list = list(member);
    List<StrictJson> objects = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      objects.add(object(path + "/" + member + "/" + i, list.get(i), Set.of(members), Set.of()));
    }
    return objects;
  }

  /** Whether an optional member is there. */
  public boolean has(String member) {
    return node.has(member);
  }

  /** A member that is a string. */
  public String text(String member) {
    return text(member, node.get(member));
  }

  /** A member that must be one given string. */
  public void constant(String member, String expected) {
    if (!text(member).equals(expected)) {
      throw wrong(member, "must be \"" + expected + "\"");
    }
  }

  /** A member that is a decimal string of an integer of up to 256 bits. */
  public BigInteger uint256(String member) {
    return uint256(member, text(member));
  }

  /** A member that people write: such a decimal string, or the same as a number. */
  public BigInteger uint256OrNumber(String member) {
    JsonNode value = node.get(member);
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw wrong(member, "must be a whole number, as a number or as a decimal string");
    }
    return uint256(member, value.asText());
  }

  private BigInteger uint256(String member, String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw wrong(member, "must be a decimal without leading zeros");
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > 256) {
      throw wrong(member, "must be below 2^256");
    }
    return value;
  }

  /** A member that is a decimal string below 2^63. */
  public long decimal(String member) {
    BigInteger value = uint256(member);
    if (value.bitLength() >= Long.SIZE) {
      throw wrong(member, "must be below 2^63");
    }
    return value.longValue();
  }

  /** A member that is a whole number from 0 to max, at most 2^53 - 1. */
  public long number(String member, long max) {
    JsonNode value = node.get(member);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > max) {
      throw wrong(member, "must be a whole number from 0 to " + max);
    }
    return value.longValue();
  }

  /** A member that is hexadecimal of any length. */
  public Bytes bytes(String member) {
    return hex(member, node.get(member), Bytes::fromHex);
  }

  /** A member that is 32 bytes in hexadecimal. */
  public Bytes32 bytes32(String member) {
    return hex(member, node.get(member), Bytes32::fromHex);
  }

  /** A member that is an address. */
  public Address address(String member) {
    return hex(member, node.get(member), Address::fromHex);
  }

  /** A member that is a list of 32-byte values. */
  public List<Bytes32> path(String member) {
    JsonNode list = list(member);
    List<Bytes32> hashes = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      hashes.add(hex(member + "/" + i, list.get(i), Bytes32::fromHex));
    }
    return List.copyOf(hashes);
  }

  private <T> T hex(String member, JsonNode value, Function<String, T> reader) {
    String text = text(member, value);
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(member, String.valueOf(e.getMessage()));
    }
  }

  private String text(String member, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(member, "must be a string");
    }
    return value.textValue();
  }

  private JsonNode list(String member) {
    JsonNode list = node.get(member);
    if (!list.isArray()) {
      throw wrong(member, "must be a list");
    }
    return list;
  }

  /** The error that a member is not as it should be. */
  public IllegalArgumentException wrong(String member, String message) {
    return new IllegalArgumentException(path + "/" + member + ": " + message);
  }

  private static String name(String path) {
    return path.isEmpty() ? "the document" : path;
  }
}
