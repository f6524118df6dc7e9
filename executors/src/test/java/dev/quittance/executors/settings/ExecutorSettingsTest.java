package dev.quittance.executors.settings;

import static dev.quittance.executors.Calls.executor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executor.api.TaskExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorSettingsTest {
  private static final String SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws Exception {
    Files.writeString(folder.resolve("secret"), "\n " + SIGNING + "\r\n" + SIGNING + "\n\n");
    Files.writeString(folder.resolve("key"), "sk-1\n");
    Files.writeString(folder.resolve("empty"), "\n");
    Files.writeString(folder.resolve("two"), "a\nb\n");
    Files.writeString(folder.resolve("binary"), "a\u0007b");
    Files.writeString(folder.resolve("long"), "x".repeat(8193));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "openai | {\"baseUrl\":\"http://127.0.0.1:1/v1\",\"model\":\"m\"}",
        "openai | {\"baseUrl\":\"https://api.example/v1\",\"model\":\"m\",\"apiKeyFile\":\"DIR/key\",\"timeout\":\"PT2M\",\"structured\":\"text\",\"kind\":\"translation\",\"temperature\":0.7}",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"pricePerMillionInputTokens\":1,\"pricePerMillionOutputTokens\":\"2\",\"priceUnit\":\"eip155:8453/usdc\"}",
        "webhook | {\"url\":\"https://hooks.example/a\",\"secretFile\":\"DIR/secret\"}",
        "webhook | {\"url\":\"https://hooks.example/a\",\"secretFile\":\"DIR/secret\",\"authFile\":\"DIR/key\",\"authHeader\":\"X-Key\",\"effect\":\"repeatable\"}",
      })
  void goodOnesMakeAnExecutor(String type, String settings) throws Exception {
    try (TaskExecutor executor = executor(type, filled(settings))) {
      assertThat(executor.effectClass())
          .isEqualTo(
              type.equals("openai") || settings.contains("repeatable")
                  ? EffectClass.REPEATABLE
                  : EffectClass.KEYED);
    }
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "openai | {\"model\":\"m\"} | /baseUrl | required",
        "openai | {\"baseUrl\":\"http://127.0.0.1/v1\"} | /model | required",
        "openai | {\"baseUrl\":7,\"model\":\"m\"} | /baseUrl | string expected",
        "openai | {\"baseUrl\":\"api.example\",\"model\":\"m\"} | /baseUrl | http://",
        "openai | {\"baseUrl\":\"https://a.example/?x\",\"model\":\"m\"} | /baseUrl | query",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"apiKey\":\"sk\"} | /apiKey | not defined",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"apiKeyFile\":\"DIR/none\"} | /apiKeyFile | can't read",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"apiKeyFile\":\"DIR/empty\"} | /apiKeyFile | empty",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"apiKeyFile\":\"DIR/two\"} | /apiKeyFile | one secret",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"apiKeyFile\":\"DIR/binary\"} | /apiKeyFile | characters",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"apiKeyFile\":\"DIR/long\"} | /apiKeyFile | longer than",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"timeout\":\"60s\"} | /timeout | ISO 8601",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"timeout\":\"PT0S\"} | /timeout | pattern",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"temperature\":3} | /temperature | maximum",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"structured\":\"xml\"} | /structured | enumeration",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"kind\":\"poetry\"} | /kind | enumeration",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"pricePerMillionInputTokens\":0.5} | /pricePerMillionInputTokens | ",
        "openai | {\"baseUrl\":\"https://a.example\",\"model\":\"m\",\"priceUnit\":\"x\"} | /priceUnit | missing property",
        "webhook | {\"url\":\"https://hooks.example/\"} | /secretFile | required",
        "webhook | {\"url\":\"https://u:p@hooks.example/\",\"secretFile\":\"DIR/secret\"} | /url | user name",
        "webhook | {\"url\":\"http://2130706433/\",\"secretFile\":\"DIR/secret\"} | /url | address",
        "webhook | {\"url\":\"https://h.example/\",\"secretFile\":\"DIR/key\"} | /secretFile | not a signing secret",
        "webhook | {\"url\":\"https://h.example/\",\"secretFile\":\"DIR/secret\",\"authHeader\":\"X\"} | /authHeader | missing property",
        "webhook | {\"url\":\"https://h.example/\",\"secretFile\":\"DIR/secret\",\"authFile\":\"DIR/key\",\"authHeader\":\"Webhook-Id\"} | /authHeader | ",
        "webhook | {\"url\":\"https://h.example/\",\"secretFile\":\"DIR/secret\",\"effect\":\"keyed\",\"lookUpUrl\":\"https://h.example/{key}\"} | /effect | lookUpUrl",
        "webhook | {\"url\":\"https://h.example/\",\"secretFile\":\"DIR/secret\",\"lookUpUrl\":\"https://h.example/\"} | /lookUpUrl | pattern",
        "webhook | {\"url\":\"https://h.example/\",\"secretFile\":\"DIR/secret\",\"lookUpUrl\":\"https://{key}.example/\"} | /lookUpUrl | path or query",
        "webhook | {\"url\":\"https://h.example/\",\"secretFile\":\"DIR/secret\",\"effect\":\"reconcilable\"} | /effect | enumeration",
      })
  void badOnesNameTheMember(String type, String settings, String pointer, String says) {
    assertThatThrownBy(() -> executor(type, filled(settings)).close())
        .isInstanceOfSatisfying(
            InvalidExecutorSettings.class,
            e -> {
              assertThat(e.pointer()).isEqualTo(pointer);
              assertThat(e.getMessage()).contains(says == null ? "" : says).doesNotContain("sk-1");
            });
  }

  @Test
  void secretsDoNotShowThemselves() {
    Secret secret = new Secret("hunter2");

    assertThat(secret).hasToString("***");
    assertThat(Secret.hide(List.of(secret), "it is\n hunter2!")).isEqualTo("it is ***!");
    assertThat(Secret.hide(List.of(), "x".repeat(301))).hasSize(301).endsWith("…");
  }

  private String filled(String settings) {
    return settings.replace("DIR", folder.toString());
  }
}
