package dev.quittance.executors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executors.settings.Secret;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /** The vector of the Standard Webhooks specification. */
  @Test
  void signsAsTheSpecificationDoes() throws Exception {
    assertThat(
            signature(SECRET)
                .headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
        .isEqualTo(
            Map.of(
                "webhook-id",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp",
                "1614265330",
                "webhook-signature",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theReferenceLibraryBelievesEverySecretAndNoChange(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      String[] secrets = {secret(random), secret(random)};
      String body = "{\"n\":" + random.nextLong() + ",\"t\":\"Grüße\"}";
      Map<String, List<String>> headers =
          signature(secrets)
              .headers("id_" + i, Instant.now().getEpochSecond(), body)
              .entrySet()
              .stream()
              .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));

      for (String secret : secrets) {
        assertThatCode(() -> verify(secret, body, headers)).doesNotThrowAnyException();
      }
      assertThatThrownBy(() -> verify(secrets[0], body + " ", headers)).isNotNull();
      assertThatThrownBy(() -> verify(secret(random), body, headers)).isNotNull();
      Map<String, List<String>> otherId = new HashMap<>(headers);
      otherId.put("webhook-id", List.of("id_other"));
      assertThatThrownBy(() -> verify(secrets[0], body, otherId)).isNotNull();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_***",
        "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void weakSecretsAreRefusedWithoutBeingShown(String secret) {
    assertThatThrownBy(() -> signature(SECRET, secret))
        .isInstanceOfSatisfying(
            InvalidExecutorSettings.class,
            e -> {
              assertThat(e.pointer()).isEqualTo("/secretFile");
              assertThat(e).hasMessageStartingWith("line 2 of the file is not a signing secret");
            });
  }

  private static void verify(String secret, String body, Map<String, List<String>> headers)
      throws Exception {
    HttpHeaders all = HttpHeaders.of(headers, (_, _) -> true);
    new Webhook(secret).verify(body, all);
  }

  private static WebhookSignature signature(String... secrets) throws InvalidExecutorSettings {
    return WebhookSignature.of(Arrays.stream(secrets).map(Secret::new).toList());
  }

  private static String secret(Random random) {
    byte[] key = new byte[24 + random.nextInt(41)];
    random.nextBytes(key);
    return "whsec_" + Base64.getEncoder().encodeToString(key);
  }
}
