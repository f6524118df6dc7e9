package dev.quittance.executors.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which shape a model's text is delivered; the shapes are those of Gigent's own runtime. */
enum DeliveryFormat {
  MARKDOWN,
  TEXT,
  JSON;

  private static final Pattern BLOCK =
      Pattern.compile("```(?:json)?[ \\t]*\\r?\\n(.*?)```", Pattern.DOTALL);

  /** The whole text must be one value without a name twice, or others read it differently. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Its name in settings and deliveries. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DeliveryFormat ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /**
   * Shapes an answer.
   *
   * @return {@code {content, format}}; for JSON {@code {result, format}}, of format {@code text}
   *     when there is no JSON in it
   */
  ObjectNode shape(String text) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    return switch (this) {
      case MARKDOWN, TEXT -> output.put("content", text).put("format", key());
      case JSON -> {
        Optional<JsonNode> value = json(text).or(() -> block(text).flatMap(DeliveryFormat::json));
        yield value.isPresent()
            ? output.<ObjectNode>set("result", value.get()).put("format", key())
            : output.put("result", text).put("format", TEXT.key());
      }
    };
  }

  private static Optional<String> block(String text) {
    Matcher block = BLOCK.matcher(text);
    return block.find() ? Optional.of(block.group(1)) : Optional.empty();
  }

  private static Optional<JsonNode> json(String text) {
    try {
      JsonNode value = STRICT.readTree(text);
      return value.isMissingNode() ? Optional.empty() : Optional.of(value);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }
}
