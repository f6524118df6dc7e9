package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
  private static final HttpOrder ORDER = new HttpOrder("key-1", "0xab", Buffer.buffer("{}"));
  private static final long MS = 1_000_000;

  private final Answers answers = new Answers();

  private void take(long dueMs, long atMs, int status, String retryAfter, String body) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (!retryAfter.isEmpty()) {
      headers.add("Retry-After", retryAfter);
    }
    answers.take(ORDER, dueMs * MS, atMs * MS, status, headers, Buffer.buffer(body));
  }

  @Test
  void delaysCountFromWhenAnOrderWasDue() {
    take(0, 10, 202, "", "{\"orderId\":\"0xab\"}");
    take(5, 105, 202, "", "{\"orderId\":\"0xab\"}");
    take(6, 2006, 429, "3", "");

    assertThat(answers.wrong()).isNull();
    assertThat(answers.acceptedIds()).containsExactly("0xab", "0xab");
    assertThat(answers.refused(429)).isEqualTo(1);
    assertThat(answers.seconds()).isEqualTo(2.006);
    assertThat(answers.ms(50)).isBetween(9.9, 10.1);
    assertThat(answers.ms(100)).isBetween(99.0, 101.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "202 |   | {\"orderId\":\"0xac\"} | was answered with the id 0xac",
        "202 |   | {}                     | was answered with the id null",
        "429 |   | {}                     | has no Retry-After",
        "503 | 0 | {}                     | has no Retry-After",
        "500 | 1 | broken                 | answered with 500: broken",
      })
  void anAnswerThatIsNotAsItShouldBeIsTold(
      int status, String retryAfter, String body, String what) {
    take(0, 1, status, retryAfter == null ? "" : retryAfter, body);

    assertThat(answers.wrong()).contains(what);
    assertThat(answers.acceptedIds()).isEmpty();
  }

  @Test
  void measurementsAtDifferentTimesAddUp() {
    take(0, 10, 202, "", "{\"orderId\":\"0xab\"}");
    Answers sum = new Answers();
    sum.add(answers);
    sum.add(answers);

    assertThat(sum.count()).isEqualTo(2);
    assertThat(sum.seconds()).isEqualTo(0.02);
    assertThat(sum.acceptedIds()).hasSize(2);
  }
}
