package dev.quittance.executors.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quittance.executors.json.JsonContract;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTemplateTest {
  private static final JsonContract ANSWER = JsonContract.of("{\"type\":\"object\"}");
  private static final PromptTemplate TEMPLATE =
      new PromptTemplate("t@1", "Do it.", "{{boundary}}\n{{input}}\n{{boundary}}\n{{schema}}\n");

  @Test
  void putsTheInputBetweenLinesThatItsHashNames() {
    var input = JsonNodeFactory.instance.objectNode().put("text", "hello");

    assertThat(TEMPLATE.render(input, ANSWER))
        .isEqualTo(
            new PromptTemplate.Prompt(
                "Do it.",
                """
                INPUT-6a1a9b7b36dc5ffd2ecd833d
                {
                  "text" : "hello"
                }
                INPUT-6a1a9b7b36dc5ffd2ecd833d
                {"type":"object"}
                """));
  }

  /** Inputs are made of everything that has a meaning in the template. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void noInputGetsOutOfItsPlace(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> parts =
        List.of(
            "{{input}}", "{{schema}}", "{{boundary}}", "INPUT-", "\n", "$1", "\\", "\"", "}", "é");
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(20); part >= 0; part--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      var input = JsonNodeFactory.instance.objectNode().put("text", text.toString());

      String user = TEMPLATE.render(input, ANSWER).user();

      List<String> lines = user.lines().toList();
      String boundary = lines.getFirst();
      assertThat(lines.stream().filter(line -> line.contains(boundary)).toList())
          .as(user)
          .hasSize(2);
      int start = boundary.length() + 1;
      String between = user.substring(start, user.indexOf(boundary, start));
      assertThat(new ObjectMapper().readTree(between)).isEqualTo(input);
    }
  }

  @Test
  void hashChangesWithEveryPart() {
    String hash = TEMPLATE.hash(ANSWER);

    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(new PromptTemplate("t@1", "Do it!", TEMPLATE.user()).hash(ANSWER))
        .isNotEqualTo(hash);
    assertThat(new PromptTemplate("t@1", TEMPLATE.system(), "").hash(ANSWER)).isNotEqualTo(hash);
    assertThat(TEMPLATE.hash(JsonContract.of("{}"))).isNotEqualTo(hash);
  }
}
