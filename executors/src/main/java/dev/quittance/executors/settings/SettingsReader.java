package dev.quittance.executors.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.json.JsonContract;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the members of a section that fits its schema; names the faulty member otherwise. */
public final class SettingsReader {
  private static final int MAX_SECRET_BYTES = 8192;
  private static final long MAX_CONNECTIONS = 1024;

  private final ObjectNode section;

  private SettingsReader(ObjectNode section) {
    this.section = section;
  }

  /**
   * Checks a section.
   *
   * @throws InvalidExecutorSettings for the first member that does not fit
   */
  public static SettingsReader of(ObjectNode section, JsonContract schema)
      throws InvalidExecutorSettings {
    List<JsonContract.Problem> problems = schema.problems(section);
    if (!problems.isEmpty()) {
      JsonContract.Problem first = problems.getFirst();
      throw new InvalidExecutorSettings(first.pointer(), first.message() + hint(first, schema));
    }
    return new SettingsReader(section);
  }

  /** What the schema says of a faulty member, which is more than which pattern it misses. */
  private static String hint(JsonContract.Problem problem, JsonContract schema) {
    String member = problem.pointer().replaceFirst("^/", "");
    String description = schema.describe(member);
    return description.isEmpty() ? "" : ". " + description;
  }

  /** A text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(section.get(name)).map(JsonNode::asText);
  }

  /** A whole number. */
  public Optional<Long> integer(String name) {
    return Optional.ofNullable(section.get(name)).map(JsonNode::asLong);
  }

  /** An amount: a whole number or a string of digits. */
  public Optional<BigInteger> amount(String name) {
    return text(name).map(BigInteger::new);
  }

  /** A number that may have a fraction. */
  public Optional<Double> number(String name) {
    return Optional.ofNullable(section.get(name)).map(JsonNode::asDouble);
  }

  /** A switch, off when it is not there. */
  public boolean isOn(String name) {
    return section.path(name).asBoolean(false);
  }

  /** A time, which the schema holds to whole seconds in ISO 8601. */
  public Duration duration(String name, Duration otherwise) {
    return text(name).map(Duration::parse).orElse(otherwise);
  }

  /**
   * The limits of an executor's HTTP.
   *
   * @param maxResponseBytes when the section does not say
   */
  public OutgoingHttp.Limits httpLimits(long maxResponseBytes) throws InvalidExecutorSettings {
    Optional<Path> caFile = text("caFile").map(Path::of);
    if (caFile.isPresent() && !Files.isReadable(caFile.get())) {
      throw new InvalidExecutorSettings("/caFile", "can't read " + caFile.get());
    }
    return new OutgoingHttp.Limits(
        integer("maxConnections").orElse(MAX_CONNECTIONS).intValue(),
        integer("maxResponseBytes").orElse(maxResponseBytes).intValue(),
        caFile);
  }

  /** A URL, if the member is there. */
  public Optional<OutgoingUrl> url(String name) throws InvalidExecutorSettings {
    Optional<String> text = text(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(url(name, text.get()));
  }

  /**
   * Reads a text as a URL.
   *
   * @param name the member that it comes from
   */
  public static OutgoingUrl url(String name, String text) throws InvalidExecutorSettings {
    return switch (OutgoingUrl.parse(text)) {
      case OutgoingUrl.Reading.Usable(OutgoingUrl url) -> url;
      case OutgoingUrl.Reading.Refused(String reason) ->
          throw new InvalidExecutorSettings("/" + name, "the URL " + reason);
    };
  }

  /** The lines of a file of secrets, if the member that names it is there; at least one. */
  public Optional<List<Secret>> secrets(String name) throws InvalidExecutorSettings {
    Optional<String> file = text(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    List<Secret> secrets =
        readSecret(name, Path.of(file.get()))
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(Secret::new)
            .toList();
    if (secrets.isEmpty()) {
      throw new InvalidExecutorSettings("/" + name, file.get() + " is empty");
    }
    return Optional.of(secrets);
  }

  /** The one secret of a file, fit to be a header's value. */
  public Optional<Secret> secret(String name) throws InvalidExecutorSettings {
    Optional<List<Secret>> secrets = secrets(name);
    if (secrets.isPresent() && secrets.get().size() > 1) {
      throw new InvalidExecutorSettings(
          "/" + name, text(name).orElse("") + " must hold one secret on one line");
    }
    return secrets.map(List::getFirst);
  }

  private static String readSecret(String name, Path file) throws InvalidExecutorSettings {
    String text;
    try {
      if (Files.size(file) > MAX_SECRET_BYTES) {
        throw new InvalidExecutorSettings(
            "/" + name, file + " is longer than " + MAX_SECRET_BYTES + " bytes; is it the secret?");
      }
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new InvalidExecutorSettings(
          "/" + name,
          "can't read "
              + file
              + " ("
              + e.getClass().getSimpleName()
              + "); put the secret there,"
              + " as ASCII text and readable for this process only");
    }
    boolean printable =
        text.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r');
    if (!printable) {
      throw new InvalidExecutorSettings("/" + name, file + " holds characters that no secret has");
    }
    return text;
  }
}
