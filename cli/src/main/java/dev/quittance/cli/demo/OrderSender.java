package dev.quittance.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.http.BlockingHttp.Answer;
import dev.quittance.receipts.crypto.Bytes32;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Posts orders to the gateway as tenants would: over HTTP, with their API keys. */
final class OrderSender {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IN_FLIGHT = 32;

  private final BlockingHttp http;
  private final String url;
  private final Map<String, String> apiKeys;

  /**
   * @param url of the gateway, without path
   * @param apiKeys API key by tenant
   */
  OrderSender(BlockingHttp http, String url, Map<String, String> apiKeys) {
    this.http = http;
    this.url = url;
    this.apiKeys = Map.copyOf(apiKeys);
  }

  /** Sends all orders, some at a time, and tells of each one that was taken. */
  void send(List<SampleOrder> orders, Consumer<Bytes32> taken) throws IOException {
    Semaphore slots = new Semaphore(IN_FLIGHT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sent = new ArrayList<>();
      for (SampleOrder order : orders) {
        sent.add(
            threads.submit(() -> {
              slots.acquire();
              try {
                taken.accept(post(order));
              } finally {
                slots.release();
              }
              return null;
            }));
      }
      for (Future<?> future : sent) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending orders", e);
    } catch (ExecutionException e) {
      throw new IOException("the gateway did not take an order: " + e.getMessage(), e);
    }
  }

  private Bytes32 post(SampleOrder order) throws IOException {
    Answer answer =
        http.send(
            HttpMethod.POST,
            url + "/v1/orders",
            Map.of(
                "authorization", "Bearer " + apiKeys.getOrDefault(order.tenant(), ""),
                "content-type", "application/json",
                "idempotency-key", "\"" + order.sourceId() + "\""),
            order.body().toString().getBytes(StandardCharsets.UTF_8));
    if (answer.status() != 202) {
      throw new IOException(order.sourceId() + ": HTTP " + answer.status() + " " + answer.body());
    }
    JsonNode body = JSON.readTree(answer.body());
    return Bytes32.fromHex(body.path("orderId").asText());
  }
}
