package dev.quittance.bench;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What was answered to a number of orders, each checked. Used by one thread at a time. */
final class Answers {
  private static final int ACCEPTED = 202;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final Histogram acceptedMicros = new Histogram(3);
  private final List<String> acceptedIds = new ArrayList<>();
  private final Map<Integer, Integer> refused = new TreeMap<>();
  private @Nullable String wrong;
  private long firstNs = Long.MAX_VALUE;
  private long lastNs = Long.MIN_VALUE;
  private double secondsOfOthers;
  private int count;

  /**
   * Takes an answer.
   *
   * @param dueNs when the order should have been sent
   * @param nowNs when the answer's last byte had come
   */
  void take(HttpOrder order, long dueNs, long nowNs, int status, MultiMap headers, Buffer body) {
    noteTimes(dueNs, nowNs);
    switch (status) {
      case ACCEPTED -> {
        String answered = new JsonObject(body).getString("orderId");
        if (order.orderId().equals(answered)) {
          acceptedMicros.recordValue(Math.max(0, nowNs - dueNs) / 1000);
          acceptedIds.add(answered);
        } else {
          fail("the order " + order.orderId() + " was answered with the id " + answered);
        }
      }
      case TOO_MANY, UNAVAILABLE -> {
        refused.merge(status, 1, Integer::sum);
        if (!isSeconds(headers.get(HttpHeaders.RETRY_AFTER))) {
          fail("an answer " + status + " has no Retry-After in seconds");
        }
      }
      default -> fail("an order was answered with " + status + ": " + body);
    }
  }

  /** Notes that there was no answer. */
  void none(long dueNs, long nowNs, Throwable failure) {
    noteTimes(dueNs, nowNs);
    fail("an order was not answered: " + failure);
  }

  /** Takes over what others counted at another time. */
  void add(Answers others) {
    acceptedMicros.add(others.acceptedMicros);
    acceptedIds.addAll(others.acceptedIds);
    others.refused.forEach((status, times) -> refused.merge(status, times, Integer::sum));
    count += others.count;
    secondsOfOthers += others.seconds();
    wrong = wrong == null ? others.wrong : wrong;
  }

  /** Answers so far. */
  int count() {
    return count;
  }

  /** The first answer that was not as it should be; null when all were. */
  @Nullable String wrong() {
    return wrong;
  }

  /** Ids of the orders that were answered with 202. */
  List<String> acceptedIds() {
    return acceptedIds;
  }

  /** How often a status other than 202 came. */
  int refused(int status) {
    return refused.getOrDefault(status, 0);
  }

  /** Seconds from when the first order was due to the last answer, of each measurement. */
  double seconds() {
    double own = lastNs < firstNs ? 0 : (lastNs - firstNs) / 1e9;
    return own + secondsOfOthers;
  }

  /** Milliseconds to the 202 that the given part of the orders that got it had at most. */
  double ms(double percentile) {
    return acceptedMicros.getValueAtPercentile(percentile) / 1e3;
  }

  private void noteTimes(long dueNs, long nowNs) {
    count++;
    firstNs = Math.min(firstNs, dueNs);
    lastNs = Math.max(lastNs, nowNs);
  }

  private void fail(String what) {
    wrong = wrong == null ? what : wrong;
  }

  private static boolean isSeconds(@Nullable String header) {
    return header != null && header.matches("[1-9][0-9]{0,5}");
  }
}
