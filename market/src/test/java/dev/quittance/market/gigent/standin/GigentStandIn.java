package dev.quittance.market.gigent.standin;

import dev.quittance.platform.testing.FreePorts;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Gigent's back end on a port of this machine.
 *
 * <p>What it stores outlives {@link #stop} and {@link #start}, which are a restart of the back end:
 * connections end, and the port refuses new ones until it is back.
 */
public final class GigentStandIn implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Gigent gigent;
  private final Random dice;
  private volatile Faults faults = Faults.NONE;
  private volatile int port;
  private volatile HttpServer server;

  private GigentStandIn(int port, Gigent gigent, long seed) {
    this.gigent = gigent;
    this.dice = new Random(seed);
    this.port = port;
    this.server = listen();
  }

  /** On a free port that stays free while it is away, by the system's clock. */
  public static GigentStandIn start(long seed) {
    return start(FreePorts.next(), new Gigent(InstantSource.system(), seed), seed);
  }

  /**
   * On a port in front of a back end.
   *
   * @param port 0 for any free one
   * @param seed of the faults
   */
  public static GigentStandIn start(int port, Gigent gigent, long seed) {
    return new GigentStandIn(port, gigent, seed);
  }

  /** Where it listens, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public Gigent gigent() {
    return gigent;
  }

  /** What goes wrong from now on. */
  public void setFaults(Faults faults) {
    this.faults = faults;
  }

  /** Ends all connections and refuses new ones. */
  public void stop() {
    join(server.close());
  }

  /** Listens again on the same port. */
  public void start() {
    server = listen();
  }

  /** Goes away for some time. */
  public void restart(Duration downTime) throws InterruptedException {
    stop();
    Thread.sleep(downTime);
    start();
  }

  private HttpServer listen() {
    HttpServer listening =
        join(
            vertx
                .createHttpServer(new HttpServerOptions().setPort(port).setHost("127.0.0.1"))
                .requestHandler(this::serve)
                .listen());
    port = listening.actualPort();
    return listening;
  }

  private void serve(HttpServerRequest request) {
    Faults.Fault fault = faults.pick(dice.nextDouble());
    request
        .body()
        .onSuccess(body -> new Exchange(vertx, gigent, request, fault, faults.slowMs()).run(body));
  }

  private static <T> T join(io.vertx.core.Future<T> future) {
    CompletableFuture<T> done = future.toCompletionStage().toCompletableFuture();
    return done.join();
  }

  @Override
  public void close() {
    join(vertx.close());
  }
}
