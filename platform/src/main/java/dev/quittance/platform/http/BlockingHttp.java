package dev.quittance.platform.http;

import dev.quittance.platform.config.ShownUrl;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Outgoing HTTP for callers that may block: virtual threads and commands, never a stream thread.
 *
 * <p>Redirects are not followed. Safe for any number of threads.
 */
public final class BlockingHttp implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final WebClient client;
  private final long timeoutMs;

  /** A client whose requests take at most {@code timeoutMs}. */
  public BlockingHttp(long timeoutMs) {
    this(timeoutMs, PoolOptions.DEFAULT_MAX_POOL_SIZE);
  }

  /**
   * A client whose requests take at most {@code timeoutMs}.
   *
   * @param connections most requests to one server at the same time
   */
  public BlockingHttp(long timeoutMs, int connections) {
    this.timeoutMs = timeoutMs;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions().setFollowRedirects(false).setUserAgent("quittance"),
            new PoolOptions().setHttp1MaxSize(connections));
  }

  /** What the other side answered. */
  public record Answer(int status, String body, Map<String, String> headers) {
    /** Whether the status is 2xx. */
    public boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /** Sends a request; {@code body} null for none. */
  public Answer send(
      HttpMethod method, String url, Map<String, String> headers, byte @Nullable [] body)
      throws IOException {
    HttpRequest<Buffer> request = client.requestAbs(method, url).timeout(timeoutMs);
    headers.forEach(request::putHeader);
    try {
      HttpResponse<Buffer> response =
          (body == null ? request.send() : request.sendBuffer(Buffer.buffer(body)))
              .toCompletionStage()
              .toCompletableFuture()
              .get(timeoutMs + 1000, TimeUnit.MILLISECONDS);
      Map<String, String> answered = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      response.headers().forEach(header -> answered.put(header.getKey(), header.getValue()));
      String text = response.bodyAsString();
      return new Answer(response.statusCode(), text == null ? "" : text, answered);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while calling " + ShownUrl.of(url), e);
    } catch (ExecutionException e) {
      throw new IOException("no answer from " + ShownUrl.of(url) + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer from " + ShownUrl.of(url) + " in " + timeoutMs + " ms", e);
    }
  }

  @Override
  public void close() {
    vertx.close();
  }
}
