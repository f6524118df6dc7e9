package dev.quittance.bench;

import dev.quittance.platform.http.HttpHost;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway's work is compared with: the same listener and producer, and nothing between
 * them. It reads the body, appends it unread and answers 202 when all replicas have it. The answer
 * says what the sender wants to read, since it derives nothing.
 */
final class BareServer implements HttpHost.Routes, AutoCloseable {
  /** Gets the bodies. */
  static final String TOPIC = "bench-bodies";

  /** What the sender wants to be told as the order's id. */
  static final String ORDER_ID = "X-Order-Id";

  private final Producer<byte[], byte[]> producer;

  BareServer(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  @Override
  public void mount(Vertx vertx, Router router) {
    router
        .post("/v1/orders")
        .handler(request -> {
          HttpServerRequest http = request.request();
          String orderId = String.valueOf(http.getHeader(ORDER_ID));
          http.body()
              .compose(body -> append(vertx, orderId, body))
              .onSuccess(_ ->
                  request
                      .response()
                      .setStatusCode(202)
                      .putHeader("Content-Type", "application/json")
                      .end(new JsonObject().put("orderId", orderId).toBuffer()))
              .onFailure(request::fail);
        });
  }

  @Override
  public void close() {
    producer.close();
  }

  private Future<Void> append(Vertx vertx, String orderId, Buffer body) {
    Promise<Void> written = Promise.promise();
    var context = vertx.getOrCreateContext();
    var _ =
        producer.send(
            new ProducerRecord<>(
                TOPIC, orderId.getBytes(StandardCharsets.US_ASCII), body.getBytes()),
            (_, failure) -> context.runOnContext(_ -> complete(written, failure)));
    return written.future();
  }

  private static void complete(Promise<Void> written, @Nullable Exception failure) {
    if (failure == null) {
      written.complete();
    } else {
      written.fail(failure);
    }
  }
}
