package dev.quittance.receipts.foreign;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Read;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Reading;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Unreadable;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads receipts of AgentRunner strictly; what they may leave out is left alone. */
final class AgentRunnerReader {
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,128}");
  private static final Pattern DOLLARS = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");
  private static final long LAST_UNIX = 253_402_300_799L;

  private final JsonNode json;

  private AgentRunnerReader(JsonNode json) {
    this.json = json;
  }

  /** A member is not as it must be. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private final String pointer;

    Fault(String pointer, String problem) {
      super(problem, null, false, false);
      this.pointer = pointer;
    }
  }

  static Reading read(String text) {
    try {
      JsonNode json = STRICT.readTree(text);
      if (json == null || !json.isObject()) {
        return new Unreadable("", "is no JSON object; expected a signed receipt");
      }
      if (!isCompact(text)) {
        return new Unreadable(
            "", "is not as JSON.stringify writes it, so its hash is no leaf; send that text");
      }
      return new Read(new AgentRunnerReader(json).submission(text));
    } catch (Fault e) {
      return new Unreadable(e.pointer, String.valueOf(e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      return new Unreadable("", "is not strict JSON; expected a signed receipt");
    }
  }

  private AgentRunnerSubmission submission(String text) throws Fault {
    String runner = name("runner_pubkey");
    Bytes32 key =
        RunnerKey.parse(runner)
            .orElseThrow(() ->
                new Fault(
                    "/runner_pubkey",
                    "is no Ed25519 key; expected 32 bytes in base58 or in 64 hex digits"));
    return new AgentRunnerSubmission(
        new AgentRunnerReceipt(text),
        json,
        key,
        name("agent"),
        name("task_id"),
        when(),
        dollars(),
        signature());
  }

  private String name(String member) throws Fault {
    JsonNode value = json.path(member);
    if (!value.isTextual() || !NAME.matcher(value.textValue()).matches()) {
      throw new Fault("/" + member, "is no name; expected text of 1 to 128 characters");
    }
    return value.textValue();
  }

  private long when() throws Fault {
    JsonNode value = json.path("when_unix");
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > LAST_UNIX) {
      throw new Fault("/when_unix", "is no time; expected whole unix seconds");
    }
    return value.longValue();
  }

  private BigDecimal dollars() throws Fault {
    JsonNode value = json.path("cost_usd");
    if (!value.isTextual() || !DOLLARS.matcher(value.textValue()).matches()) {
      throw new Fault("/cost_usd", "is no amount; expected dollars as text, such as \"0.01\"");
    }
    return new BigDecimal(value.textValue());
  }

  private Bytes signature() throws Fault {
    if (!json.at("/sign/algo").asText().equals("ed25519")) {
      throw new Fault("/sign/algo", "is not the algorithm; expected ed25519");
    }
    return base64(json.at("/sign/sig").asText())
        .filter(bytes -> bytes.size() == Ed25519.SIGNATURE_SIZE)
        .orElseThrow(() -> new Fault("/sign/sig", "is no signature; expected 64 bytes in base64"));
  }

  private static Optional<Bytes> base64(String text) {
    try {
      return Optional.of(Bytes.wrap(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether JSON.stringify would write just this text: no white space, ECMAScript's scalars. */
  private static boolean isCompact(String text) throws IOException {
    StringBuilder compact = new StringBuilder();
    JsonToken last = null;
    try (JsonParser parser = STRICT.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean closes = token.isStructEnd();
        if (last != null && !closes && !last.isStructStart()) {
          compact.append(last == JsonToken.FIELD_NAME ? ':' : ',');
        }
        compact.append(written(parser, token));
        last = token;
      }
    }
    return compact.toString().equals(text);
  }

  private static String written(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case FIELD_NAME, VALUE_STRING ->
          CanonicalJson.canonicalize(STRICT.writeValueAsString(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> CanonicalJson.canonicalize(parser.getText());
      case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          token.asString();
      case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalArgumentException("no token of a text: " + token);
    };
  }
}
