package dev.quittance.bench;

import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.AddressGuard;
import dev.quittance.executors.http.HttpCall;
import dev.quittance.executors.http.HttpOutcome;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.webhook.WebhookSignature;
import dev.quittance.line.LineProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Signed requests without a topic before or behind them, by the client and with the connections
 * that the stage has. Not thread-safe.
 */
final class BareWebhooks implements AutoCloseable {
  private static final int KEY_BYTES = 32;
  private static final int ANSWER_BYTES = 64 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final String BODY =
      "{\"type\":\"order_completed\",\"timestamp\":\"2026-11-24T16:00:00Z\",\"data\":{\"orderId\":"
          + "\"0x%064d\",\"spent\":\"10\",\"refunded\":\"1\",\"tenant\":\"bench\"}}";

  private final OutgoingHttp http;
  private final int connections;
  private final WebhookSignature signature = WebhookSignature.ofKeys(List.of(new byte[KEY_BYTES]));
  private final AtomicInteger failed = new AtomicInteger();

  /**
   * @param connections to each receiver
   */
  BareWebhooks(int connections) {
    this.connections = connections;
    this.http =
        new OutgoingHttp(
            new AddressGuard(new AddressRules(true)),
            new OutgoingHttp.Limits(connections, ANSWER_BYTES, Optional.empty()));
  }

  /** Sends so many messages, each receiver its part, and waits for their answers. */
  void send(String phase, List<String> urls, int messages) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch senders = new CountDownLatch(urls.size() * connections);
    for (int i = 0; i < urls.size() * connections; i++) {
      OutgoingUrl url = parsed(urls.get(i % urls.size()));
      Thread.ofVirtual()
          .start(() -> {
            try {
              for (int n = next.getAndIncrement(); n < messages; n = next.getAndIncrement()) {
                send(url, "msg_" + phase + n, BODY.formatted(n));
              }
            } catch (InterruptedException _) {
              failed.incrementAndGet();
            } finally {
              senders.countDown();
            }
          });
    }
    senders.await();
    if (failed.get() > 0) {
      throw new LineProblem(
          LineProblem.Kind.FAILED,
          failed.get() + " bare requests failed",
          "See that nothing else loads the machine.");
    }
  }

  private void send(OutgoingUrl url, String id, String body) throws InterruptedException {
    Instant now = Instant.now();
    Map<String, String> headers = new HashMap<>(signature.headers(id, now.getEpochSecond(), body));
    headers.put("content-type", "application/json");
    switch (http.send(new HttpCall("POST", url, headers, body, TIMEOUT))) {
      case HttpOutcome.Answered answered when answered.status() == 200 -> {
        // counted by the receiver
      }
      case HttpOutcome.Answered _, HttpOutcome.NoAnswer _ -> failed.incrementAndGet();
    }
  }

  private static OutgoingUrl parsed(String url) {
    return switch (OutgoingUrl.parse(url)) {
      case OutgoingUrl.Reading.Usable(OutgoingUrl usable) -> usable;
      case OutgoingUrl.Reading.Refused(String reason) -> throw new IllegalStateException(reason);
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
