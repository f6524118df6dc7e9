package dev.quittance.executors.webhook;

import static dev.quittance.executors.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.api.TaskCall;
import dev.quittance.executors.Calls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookAnswerTest {
  private static final TaskCall CALL = call("summarization", "{\"text\":\"A. B.\"}");
  private static final String HELLO =
      "5aa762ae383fbb727af3c7a36d4940a5b8c40a989452d2304fc958ff3f354e7a";
  private static final String PAYLOAD = Hashes.sha256("{\"text\":\"A. B.\"}");
  private static final String SPACED = Hashes.sha256("{\"n\": 1.0}");
  private static final String COMPACT = Hashes.sha256("{\"n\":1.0}");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"success\":true,\"output\":\"hello\"} | \"hello\"",
        "{\"success\":true,\"output\":null} | null",
        "{\"success\":true,\"output\":{\"a\":[1]},\"metadata\":{\"tokensUsed\":3}} | {\"a\":[1]}",
        "{\"success\":true,\"output\":1,\"orderId\":\"0xORDER\",\"idempotencyKey\":\"KEY\"} | 1",
        "{\"success\":true,\"output\":1,\"orderId\":\"ORDER\",\"inputHash\":\"INPUT\"} | 1",
        "{\"success\":true,\"output\":1,\"proof\":{\"inputHash\":\"PAYLOAD\"}} | 1",
        "{\"success\":true,\"output\":\"hello\",\"outputHash\":\"0xHELLO\"} | \"hello\"",
        "{\"success\":true,\"output\":\"hello\",\"proof\":{\"outputHash\":\"HELLO\"}} | \"hello\"",
        "{\"outputHash\":\"SPACED\",\"success\":true,\"output\":{\"n\": 1.0}} | {\"n\":1.0}",
        "{\"outputHash\":\"COMPACT\",\"success\":true,\"output\": {\"n\": 1.0} } | {\"n\":1.0}",
      })
  void takesWhatIsTrue(String body, String output) {
    assertThat(WebhookAnswer.read(filled(body), CALL))
        .isInstanceOfSatisfying(
            WebhookAnswer.Done.class, done -> assertThat(done.output()).hasToString(output));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | not-an-answer",
        "hello | not-json",
        "{\"success\":true,\"output\":1 | not-json",
        "{\"success\":true,\"output\":1} {} | not-json",
        "{\"success\":true,\"output\":1,\"output\":2} | not-json",
        "[] | not-an-answer",
        "{\"output\":1} | not-an-answer",
        "{\"success\":\"true\",\"output\":1} | not-an-answer",
        "{\"success\":true} | no-output",
        "{\"success\":true,\"output\":1,\"orderId\":\"0xbeef\"} | untrue-answer",
        "{\"success\":true,\"output\":1,\"idempotencyKey\":\"task_other\"} | untrue-answer",
        "{\"success\":true,\"output\":1,\"inputHash\":\"HELLO\"} | untrue-answer",
        "{\"success\":true,\"output\":1,\"proof\":{\"inputHash\":\"HELLO\"}} | untrue-answer",
        "{\"success\":true,\"output\":\"hullo\",\"outputHash\":\"HELLO\"} | untrue-answer",
        "{\"success\":true,\"output\":1,\"proof\":{\"outputHash\":\"HELLO\"}} | untrue-answer",
      })
  void takesNothingElse(String body, String code) {
    assertThat(WebhookAnswer.read(filled(body), CALL))
        .isInstanceOfSatisfying(
            WebhookAnswer.Unusable.class, unusable -> assertThat(unusable.code()).isEqualTo(code));
  }

  private static String filled(String body) {
    return body.replace("ORDER", Calls.ORDER)
        .replace("KEY", Calls.KEY)
        .replace("INPUT", CALL.inputHash())
        .replace("PAYLOAD", PAYLOAD)
        .replace("HELLO", HELLO)
        .replace("SPACED", SPACED)
        .replace("COMPACT", COMPACT);
  }
}
