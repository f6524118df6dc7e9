package dev.quittance.executors.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executors.json.JsonContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskKindsTest {
  private static final Path HOME = Path.of(System.getProperty("quittance.home"));
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The prompts as they are released: whoever changes one has to give it a new version. */
  private static final Map<String, String> PROMPT_HASHES =
      Map.ofEntries(
          Map.entry(
              "sentiment-analysis@1",
              "1dd34284ff19ce2e4eeae7ae0451412a8642b1eebf7b7b6017ba8d9ea3fb71f5"),
          Map.entry(
              "text-generation@1",
              "0f430c3e90f1aedff43e9af70cf2f10d5cfe5ed1f00d8afc1d14955f560df7d4"),
          Map.entry(
              "summarization@1",
              "282dc6bb62346037369ac7e7027ecefd2803ff80e494da424dc6c101c97a33f9"),
          Map.entry(
              "translation@1", "a9094e3cf60d315828ab46bd349e67b79f1a01a08add54e04bf7081d08e4b349"),
          Map.entry(
              "code-review@1", "d5b1df89a83459558a870c4c958364d11931896500236b950fcee3b3a4a1ff88"),
          Map.entry(
              "code-generation@1",
              "67b719d034aed0030f56b2bb0ba7a34e872e954e1ef1495263311db9e761769b"),
          Map.entry(
              "question-answering@1",
              "5b77ba396ea249bbc4c42f5fbce4a2da82430ffef6659db7e28799eec192f5e9"),
          Map.entry(
              "classification@1",
              "8bc062f0991033a73d08bf20531b5c576057d56569408db5a3174dd82a081b98"),
          Map.entry(
              "extraction@1", "7edda8d4dc23a7d07c81e12b45b8b0ee32d4c5a9ef732886170628c8b0a06cb7"));

  @ParameterizedTest
  @FieldSource("dev.quittance.executors.kind.TaskKinds#SERVICES")
  void everyServiceHasAKind(String service) {
    TaskKind kind = TaskKinds.of(service).orElseThrow();

    assertThat(kind.id()).isEqualTo(service + "@1");
    assertThat(kind.promptHash()).isEqualTo(PROMPT_HASHES.get(kind.id()));
    assertThat(kind.prompt().system()).isNotBlank().doesNotContain("{{");
  }

  @Test
  void unknownServicesHaveNone() {
    assertThat(TaskKinds.of("poetry")).isEmpty();
    assertThat(TaskKinds.of("generic")).isPresent();
  }

  /** An agent may change from the built-in executor to a model and back under running orders. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sentiment-analysis",
        "summarization",
        "classification",
        "extraction",
        "code-review"
      })
  void takesTheInputsOfTheBuiltinExecutor(String service) throws IOException {
    TaskKind kind = TaskKinds.of(service).orElseThrow();

    assertThat(unnamed(kind.input().text())).isEqualTo(unnamed(builtin(service, "input")));
  }

  @Test
  void takesTheSampleOrders() throws IOException {
    int orders = 0;
    for (String line : Files.readAllLines(HOME.resolve("samples/orders.jsonl"))) {
      JsonNode order = JSON.readTree(line).path("order");
      if (order.has("service")) {
        TaskKind kind = TaskKinds.of(order.path("service").asText()).orElseThrow();
        assertThat(kind.input().problems(order.path("input"))).as(line).isEmpty();
        orders++;
      }
    }
    assertThat(orders).isGreaterThan(10);
  }

  @Test
  void outputsFitTheContractsOfTheBuiltinExecutors() throws IOException {
    for (Map.Entry<String, String[]> sample : SAMPLES.entrySet()) {
      TaskKind kind = TaskKinds.of(sample.getKey()).orElseThrow();
      KindReading reading = kind.read(JSON.readTree(sample.getValue()[0]), sample.getValue()[1]);

      assertThat(reading)
          .isInstanceOfSatisfying(
              KindReading.Kept.class,
              kept ->
                  assertThat(contract(sample.getKey()).problems(kept.output()))
                      .as(sample.getKey())
                      .isEmpty());
    }
  }

  private static final Map<String, String[]> SAMPLES = new HashMap<>();

  static {
    SAMPLES.put(
        "sentiment-analysis",
        new String[] {
          "{\"text\":\"Good\"}",
          "{\"label\":\"positive\",\"scorePpm\":800000,\"positive\":[\"Good\"],\"negative\":[]}"
        });
    SAMPLES.put(
        "summarization",
        new String[] {
          "{\"text\":\"A. B.\"}",
          "{\"summary\":\"A.\",\"sentences\":[{\"index\":0,\"text\":\"A.\",\"scorePpm\":1}]}"
        });
    SAMPLES.put(
        "classification",
        new String[] {
          "{\"text\":\"x\",\"labels\":[{\"label\":\"a\",\"any\":[\"x\"]}]}",
          "{\"label\":\"a\",\"scores\":[{\"label\":\"a\",\"score\":1}],\"matched\":[\"x\"]}"
        });
    SAMPLES.put(
        "extraction",
        new String[] {
          "{\"text\":\"x\",\"fields\":[{\"name\":\"a\",\"kind\":\"email\"},"
              + "{\"name\":\"b\",\"kind\":\"url\",\"many\":true}]}",
          "{\"fields\":{\"b\":[\"https://example.org\"]}}"
        });
    SAMPLES.put(
        "code-review",
        new String[] {
          "{\"diff\":\"--- a/x\\n+++ b/x\\n@@ -1 +1,2 @@\\n-a\\n+b\\n+c\\n\"}",
          "{\"findings\":[{\"rule\":\"todo-left\",\"severity\":\"minor\",\"file\":\"x\","
              + "\"line\":2,\"message\":\"m\"}]}"
        });
  }

  private static JsonContract contract(String service) {
    try {
      return JsonContract.of(builtin(service, "output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String builtin(String service, String side) throws IOException {
    return Files.readString(
        HOME.resolve(
            "executor/src/main/resources/dev/quittance/executor/builtin/"
                + service
                + "."
                + side
                + ".schema.json"));
  }

  private static ObjectNode unnamed(String schema) throws IOException {
    ObjectNode parsed = (ObjectNode) JSON.readTree(schema);
    parsed.remove("$id");
    parsed.remove("title");
    return parsed;
  }
}
