package dev.quittance.executors.kind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.executors.json.JsonContract;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages to a model, with places for the input and for the schema of the answer.
 *
 * <p>The input is JSON between two lines that only its own hash names, so that no input can hold
 * the line that ends it; and what was put in is not looked at for places again.
 *
 * @param id such as {@code sentiment-analysis@1}; a change of either message takes a new one
 * @param user has {@code {{boundary}}}, {@code {{input}}} and {@code {{schema}}}
 */
public record PromptTemplate(String id, String system, String user) {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(boundary|input|schema)}}");
  private static final int BOUNDARY_HEX_DIGITS = 24;

  /** The messages of one call. */
  public record Prompt(String system, String user) {}

  /** Fills the places in. */
  public Prompt render(JsonNode input, JsonContract answer) {
    String json = input.toPrettyString();
    String boundary = "INPUT-" + sha256(json).substring(0, BOUNDARY_HEX_DIGITS);
    return new Prompt(
        system,
        PLACE
            .matcher(user)
            .replaceAll(
                place -> Matcher.quoteReplacement(value(place, json, boundary, answer.text()))));
  }

  private static String value(MatchResult place, String json, String boundary, String schema) {
    return switch (place.group(1)) {
      case "boundary" -> boundary;
      case "input" -> json;
      default -> schema.strip();
    };
  }

  /** SHA-256 of both messages and the answer's schema, which together make the template. */
  public String hash(JsonContract answer) {
    return sha256(system + "\0" + user + "\0" + answer.text());
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
