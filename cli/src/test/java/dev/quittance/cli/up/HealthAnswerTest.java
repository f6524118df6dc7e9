package dev.quittance.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.http.BlockingHttp.Answer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthAnswerTest {
  private static final long PID = 4711;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          200, `{"pid":4711,"status":"ready","parts":[]}`, ``
          503, `{"pid":4711,"parts":[{"part":"ingest","ready":true},{"part":"brokers","ready":false,"reason":"away"}]}`, brokers: away
          503, `{"pid":4711,"parts":[]}`, it answers HTTP 503
          200, `{"pid":4712,"status":"ready","parts":[]}`, another program answers on its port
          200, `{"status":"ready"}`, another program answers on its port
          200, <html>, another program answers on its port
          200, ``, another program answers on its port
          """)
  void onlyTheProcessItselfSaysThatItIsReady(
      int status, @Nullable String body, @Nullable String reason) {
    Answer answer = new Answer(status, body == null ? "" : body, Map.of());

    assertThat(HealthAnswer.whyNotReady(answer, PID).orElse(""))
        .isEqualTo(reason == null ? "" : reason);
  }
}
