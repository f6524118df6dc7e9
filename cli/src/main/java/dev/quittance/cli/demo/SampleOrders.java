package dev.quittance.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The orders of {@code samples/orders.jsonl}, repeated as often as wanted. */
final class SampleOrders {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ASSET_PLACEHOLDER = "@testusd";

  private final List<JsonNode> samples;

  private SampleOrders(List<JsonNode> samples) {
    this.samples = samples;
  }

  /** Reads a JSON Lines file; a line that is no JSON is an error that names it. */
  static SampleOrders read(Path file) throws IOException {
    List<JsonNode> samples = new ArrayList<>();
    int line = 0;
    for (String text : Files.readAllLines(file)) {
      line++;
      if (!text.isBlank()) {
        try {
          samples.add(JSON.readTree(text));
        } catch (IOException e) {
          throw new IOException(file + ":" + line + ": not a JSON object", e);
        }
      }
    }
    return new SampleOrders(samples);
  }

  /** How many there are. */
  int size() {
    return samples.size();
  }

  /**
   * The first {@code count} orders of an endless repetition.
   *
   * @param run makes the ids of this run new ones
   * @param asset address of the token
   * @param now what relative deadlines are counted from
   */
  List<SampleOrder> take(int count, int run, String asset, Instant now) {
    List<SampleOrder> orders = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      JsonNode sample = samples.get(i % samples.size());
      ObjectNode body = sample.path("order").deepCopy();
      if (ASSET_PLACEHOLDER.equals(body.path("asset").asText())) {
        body.put("asset", asset);
      }
      String deadline = body.path("deadline").asText();
      if (deadline.startsWith("PT") || deadline.startsWith("-PT")) {
        body.put("deadline", now.plus(Duration.parse(deadline)).toString());
      }
      String sourceId =
          "%s-run-%d-%d".formatted(sample.path("sourceId").asText(), run, i / samples.size());
      orders.add(
          new SampleOrder(
              sample.path("tenant").asText(), sourceId, sample.path("title").asText(), body));
    }
    return orders;
  }
}
