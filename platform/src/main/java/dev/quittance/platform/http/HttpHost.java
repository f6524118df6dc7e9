package dev.quittance.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP listener on which any number of parts mount their routes. */
public final class HttpHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpHost.class);
  private static final int START_TIMEOUT_S = 15;
  private static final int DRAIN_TIMEOUT_S = 5;
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  /** Event streams say something every 15 s. */
  private static final int IDLE_TIMEOUT_S = 75;

  private final Vertx vertx;
  private final Router router;
  private final HttpServer server;
  private final AtomicBoolean whole;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HttpHost(Vertx vertx, Router router, HttpServer server, AtomicBoolean whole) {
    this.vertx = vertx;
    this.router = router;
    this.server = server;
    this.whole = whole;
  }

  /** A part that has routes. */
  @FunctionalInterface
  public interface Routes {
    /** Adds its routes; called once. */
    void mount(Vertx vertx, Router router);
  }

  /**
   * Opens a listener with all of its parts.
   *
   * @param port 0 for a free one
   * @throws PortTaken when another program listens there
   * @throws IllegalStateException when it can't be opened for another reason
   */
  public static HttpHost open(String host, int port, List<Routes> parts) {
    return open(host, port, parts, true);
  }

  /**
   * Opens a listener some of whose parts come later, by {@link #mount}: until then a path that
   * nobody serves may be one of theirs, and is answered with 503.
   *
   * @param port 0 for a free one
   * @throws PortTaken when another program listens there
   * @throws IllegalStateException when it can't be opened for another reason
   */
  public static HttpHost openEarly(String host, int port, List<Routes> parts) {
    return open(host, port, parts, false);
  }

  private static HttpHost open(String host, int port, List<Routes> parts, boolean isWhole) {
    AtomicBoolean whole = new AtomicBoolean(isWhole);
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    Failures.mount(router, whole::get);
    parts.forEach(part -> part.mount(vertx, router));
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setIdleTimeout(IDLE_TIMEOUT_S);
    try {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .requestHandler(router)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_TIMEOUT_S, TimeUnit.SECONDS);
      return new HttpHost(vertx, router, server, whole);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      vertx.close();
      throw new IllegalStateException("interrupted while opening " + host + ":" + port, e);
    } catch (ExecutionException e) {
      vertx.close();
      if (e.getCause() instanceof BindException taken) {
        throw new PortTaken(host, port, taken);
      }
      throw new IllegalStateException("can't listen on " + host + ":" + port, e);
    } catch (TimeoutException e) {
      vertx.close();
      throw new IllegalStateException(
          "can't listen on " + host + ":" + port + " within " + START_TIMEOUT_S + " s", e);
    }
  }

  /** Adds the routes of the parts that come later; after them, none do. */
  public void mount(List<Routes> parts) {
    parts.forEach(part -> part.mount(vertx, router));
    whole.set(true);
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /**
   * Takes no more requests, lets those that are being answered end, and closes. Closing twice is
   * harmless.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      server
          .shutdown(DRAIN_TIMEOUT_S, TimeUnit.SECONDS)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_TIMEOUT_S, TimeUnit.SECONDS);
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn().setCause(e).log("the HTTP listener did not close in time");
    }
  }
}
