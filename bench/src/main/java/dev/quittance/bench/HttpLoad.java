package dev.quittance.bench;

import dev.quittance.line.LineProblem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends orders over HTTP connections that are kept open; one event loop does all of it. */
final class HttpLoad implements AutoCloseable {
  private static final int STALL_S = 30;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();

  /** Who sends to whom, over how many connections. */
  record Sender(int port, BenchTenant tenant, int connections) {}

  /** Sends all of them, over each connection one after the other, as fast as they are answered. */
  Answers saturate(Sender sender, List<HttpOrder> orders) {
    Answers answers = new Answers();
    CountDownLatch done = new CountDownLatch(orders.size());
    Client client = new Client(sender);
    Iterator<HttpOrder> left = orders.iterator();
    loop.runOnContext(_ -> {
      for (int i = 0; i < sender.connections(); i++) {
        sendNext(client, left, answers, done);
      }
    });
    await(done, client);
    return answers;
  }

  /**
   * Sends each order when it is due, whatever became of those before: an order that finds all
   * connections in use waits for one, and its delay counts from when it was due (no coordinated
   * omission).
   */
  Answers steadily(Sender sender, List<HttpOrder> orders, double perSecond) {
    Answers answers = new Answers();
    CountDownLatch done = new CountDownLatch(orders.size());
    Client client = new Client(sender);
    long start = System.nanoTime();
    double intervalNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
    for (int i = 0; i < orders.size(); i++) {
      HttpOrder order = orders.get(i);
      long dueNs = start + (long) (i * intervalNs);
      for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      loop.runOnContext(_ -> {
        var _ = client.send(order, dueNs, answers).onComplete(_ -> done.countDown());
      });
    }
    await(done, client);
    return answers;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void sendNext(
      Client client, Iterator<HttpOrder> left, Answers answers, CountDownLatch done) {
    if (left.hasNext()) {
      var _ =
          client
              .send(left.next(), System.nanoTime(), answers)
              .onComplete(_ -> {
                done.countDown();
                sendNext(client, left, answers, done);
              });
    }
  }

  private static void await(CountDownLatch done, Client client) {
    try {
      long left = done.getCount();
      while (!done.await(STALL_S, TimeUnit.SECONDS)) {
        if (done.getCount() == left) {
          throw new LineProblem(
              LineProblem.Kind.FAILED,
              "nothing was answered for " + STALL_S + " s; " + left + " orders wait",
              "See that nothing else loads the machine.");
        }
        left = done.getCount();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the benchmark ran", e);
    } finally {
      client.close();
    }
  }

  /** The connections of one sender. */
  private final class Client {
    private final HttpClient http;
    private final RequestOptions request;

    Client(Sender sender) {
      this.http =
          vertx.createHttpClient(
              new HttpClientOptions().setKeepAlive(true),
              new PoolOptions().setHttp1MaxSize(sender.connections()).setMaxWaitQueueSize(-1));
      this.request =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setHost("127.0.0.1")
              .setPort(sender.port())
              .setURI("/v1/orders")
              .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + sender.tenant().apiKey())
              .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }

    /** Sends one; completes when its answer has been taken, and never fails. */
    Future<Void> send(HttpOrder order, long dueNs, Answers answers) {
      return http.request(request)
          .map(open ->
              open.putHeader("Idempotency-Key", order.key())
                  .putHeader(BareServer.ORDER_ID, order.orderId()))
          .compose((HttpClientRequest open) -> open.send(order.body()))
          .compose(answer ->
              answer
                  .body()
                  .onSuccess(body ->
                      answers.take(
                          order,
                          dueNs,
                          System.nanoTime(),
                          answer.statusCode(),
                          answer.headers(),
                          body)))
          .onFailure(failure -> answers.none(dueNs, System.nanoTime(), failure))
          .<Void>mapEmpty()
          .otherwiseEmpty();
    }

    void close() {
      http.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
