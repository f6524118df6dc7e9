package dev.quittance.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The dead letters of a line as an operator handles them: {@code quittance dlq}. */
public record DeadLetters(LineUnderTest line) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One of them.
   *
   * @param origin where it came from, {@code TOPIC:PARTITION:OFFSET}
   * @param orderId whose it is, or nothing
   */
  public record Letter(
      String id, String origin, String orderId, String reason, boolean isRedriven) {
    /** The topic that it came from. */
    public String topic() {
      return origin.substring(0, Math.max(0, origin.indexOf(':')));
    }
  }

  /** All of them. */
  public List<Letter> list() {
    Cli.Outcome listing = Cli.run("dlq", "list", "--json", "-c", line.settingsFile());
    assertThat(listing.exitCode()).as(listing.out()).isZero();
    return listing.out().lines().map(DeadLetters::letter).toList();
  }

  /** Those of some orders. */
  public List<Letter> of(Collection<String> orders) {
    return list().stream().filter(letter -> orders.contains(letter.orderId())).toList();
  }

  /** The letters of a topic that wait, without those that are known. */
  public List<Letter> waiting(Topic<?> topic, Collection<String> known) {
    return list().stream()
        .filter(letter -> letter.topic().equals(topic.name()))
        .filter(letter -> !letter.isRedriven() && !known.contains(letter.id()))
        .toList();
  }

  /** Where those came from that stand in their topics a second time, since they were redriven. */
  Set<String> originsOfRedriven() {
    return list().stream()
        .filter(Letter::isRedriven)
        .map(Letter::origin)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All that an operator is shown of one. */
  public String show(Letter letter) {
    Cli.Outcome shown = Cli.run("dlq", "show", letter.id(), "-c", line.settingsFile());
    assertThat(shown.exitCode()).as(shown.out()).isZero();
    return shown.out();
  }

  /** Redrives some of them, or only says what would happen. */
  public Cli.Outcome redrive(Collection<Letter> letters, boolean isDry) {
    return redrive(letters, isDry ? List.of("--dry-run") : List.of());
  }

  /** Redrives some of them though they were redriven before. */
  public Cli.Outcome redriveAgain(Collection<Letter> letters) {
    return redrive(letters, List.of("--again"));
  }

  private Cli.Outcome redrive(Collection<Letter> letters, List<String> options) {
    List<Object> words = new ArrayList<>(List.of("dlq", "redrive", "-c", line.settingsFile()));
    words.addAll(options);
    letters.forEach(letter -> words.add(letter.id()));
    return Cli.run(words.toArray());
  }

  private static Letter letter(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      return new Letter(
          json.path("id").asText(),
          json.path("origin").asText(),
          json.path("orderId").asText(),
          json.path("reason").asText(),
          json.has("redrivenAt"));
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }
}
