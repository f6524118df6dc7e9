package dev.quittance.executors.http;

import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.HttpOutcome.Answered;
import dev.quittance.executors.http.HttpOutcome.NoAnswer;
import dev.quittance.executors.http.HttpOutcome.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.WebClientInternal;
import java.net.ConnectException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outgoing HTTP/1.1 for callers on virtual threads: a thousand calls block no more than themselves.
 *
 * <p>Connections are pooled and made to the address that the guard judged; redirects are not
 * followed, answers not decompressed and read up to a limit. Interrupting the caller, or its time
 * running out, ends the request on its connection. Safe for any number of threads.
 */
public final class OutgoingHttp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingHttp.class);

  /** Shorter than common servers keep idle connections, so that none is used as it is closed. */
  private static final int KEEP_ALIVE_S = 4;

  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int CLOSE_TIMEOUT_S = 5;
  private static final int LOOK_UPS = 4;

  private final Vertx vertx;
  private final WebClient client;
  private final AddressGuard guard;
  private final ExecutorService lookUps =
      Executors.newFixedThreadPool(
          LOOK_UPS, Thread.ofPlatform().daemon().name("host-look-up-", 0).factory());
  private final int maxResponseBytes;

  /**
   * What calls may use.
   *
   * @param maxConnections to one address; further calls wait for one within their timeout
   * @param maxResponseBytes longer answers are broken off
   * @param caFile PEM file of certificates to trust instead of the system's
   */
  public record Limits(int maxConnections, int maxResponseBytes, Optional<Path> caFile) {}

  /**
   * Opens nothing yet.
   *
   * @param guard judges where calls may go
   */
  public OutgoingHttp(AddressGuard guard, Limits limits) {
    this.guard = guard;
    this.maxResponseBytes = limits.maxResponseBytes();
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    this.client =
        WebClient.create(
            vertx, options(limits), new PoolOptions().setHttp1MaxSize(limits.maxConnections()));
    ((WebClientInternal) client).addInterceptor(OutgoingHttp::startExchange);
  }

  private static WebClientOptions options(Limits limits) {
    WebClientOptions options =
        new WebClientOptions()
            .setUserAgent("quittance")
            .setFollowRedirects(false)
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setKeepAliveTimeout(KEEP_ALIVE_S);
    limits
        .caFile()
        .ifPresent(
            file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return options;
  }

  /** Hands the connection's request to its exchange, which the public interface never does. */
  private static void startExchange(HttpContext<?> context) {
    if (context.phase() == ClientPhase.SEND_REQUEST
        && context.request().bodyCodec() instanceof Exchange exchange
        && !exchange.started(context.clientRequest())) {
      context.clientRequest().reset();
      context.fail(new TimeoutException("called off before it was sent"));
      return;
    }
    context.next();
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @throws InterruptedException when the caller was interrupted; the request is ended
   */
  public HttpOutcome send(HttpCall call) throws InterruptedException {
    long deadline = System.nanoTime() + call.timeout().toNanos();
    AddressGuard.Decision decision;
    try {
      decision = lookUp(call.url(), deadline);
    } catch (TimeoutException _) {
      return timedOut(call, false);
    }
    return switch (decision) {
      case AddressGuard.Decision.Forbidden(String reason) ->
          new NoAnswer(Reason.FORBIDDEN_ADDRESS, false, reason);
      case AddressGuard.Decision.Unresolved(String host) ->
          new NoAnswer(Reason.UNREACHABLE, false, "the host " + host + " has no address");
      case AddressGuard.Decision.Allowed(List<InetAddress> addresses) ->
          sendToFirst(addresses, call, deadline);
    };
  }

  /** On a thread of the system's, for look-ups would hold up other virtual threads. */
  private AddressGuard.Decision lookUp(OutgoingUrl url, long deadline)
      throws InterruptedException, TimeoutException {
    if (url.isAddress()) {
      return guard.check(url);
    }
    Future<AddressGuard.Decision> decision = lookUps.submit(() -> guard.check(url));
    try {
      return decision.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the resolver failed for " + url.host(), e);
    } finally {
      decision.cancel(true);
    }
  }

  /** Tries a host's further addresses only when nothing has been sent to those before. */
  private HttpOutcome sendToFirst(List<InetAddress> addresses, HttpCall call, long deadline)
      throws InterruptedException {
    for (InetAddress address : addresses.subList(0, addresses.size() - 1)) {
      HttpOutcome outcome = sendTo(address, call, deadline);
      if (!(outcome instanceof NoAnswer(Reason reason, boolean sent, _))
          || sent
          || reason != Reason.UNREACHABLE) {
        return outcome;
      }
    }
    return sendTo(addresses.getLast(), call, deadline);
  }

  private HttpOutcome sendTo(InetAddress address, HttpCall call, long deadline)
      throws InterruptedException {
    Exchange exchange = new Exchange(maxResponseBytes);
    CompletableFuture<HttpResponse<Buffer>> answer =
        client
            .request(
                HttpMethod.valueOf(call.method()),
                SocketAddress.inetSocketAddress(call.url().port(), address.getHostAddress()),
                options(call))
            .as(exchange)
            .sendBuffer(Buffer.buffer(call.body()))
            .toCompletionStage()
            .toCompletableFuture();
    try {
      return answered(answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      exchange.callOff();
      throw e;
    } catch (TimeoutException _) {
      exchange.callOff();
      return timedOut(call, exchange.sent());
    } catch (ExecutionException e) {
      return noAnswer(call.url(), exchange, e.getCause());
    }
  }

  private static RequestOptions options(HttpCall call) {
    OutgoingUrl url = call.url();
    RequestOptions options =
        new RequestOptions()
            .setHost(url.host())
            .setPort(url.port())
            .setSsl(url.tls())
            .setURI(url.pathAndQuery());
    call.headers().forEach(options::putHeader);
    return options;
  }

  private static Answered answered(HttpResponse<Buffer> response) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, String> header : response.headers()) {
      headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
    }
    Buffer body = response.body();
    return new Answered(
        response.statusCode(), Map.copyOf(headers), body == null ? "" : body.toString());
  }

  private NoAnswer noAnswer(OutgoingUrl url, Exchange exchange, @Nullable Throwable cause) {
    if (exchange.tooLarge()) {
      return new NoAnswer(
          Reason.TOO_LARGE,
          true,
          "the answer of " + url.origin() + " is longer than " + maxResponseBytes + " bytes");
    }
    boolean sent = exchange.sent();
    if (!sent || cause instanceof ConnectException || cause instanceof SSLException) {
      String why = cause == null ? "unknown" : String.valueOf(cause.getMessage());
      return new NoAnswer(
          Reason.UNREACHABLE, sent, "no connection to " + url.origin() + ": " + why);
    }
    return new NoAnswer(
        Reason.BROKEN_OFF,
        true,
        "the connection to " + url.origin() + " ended before the answer did");
  }

  private static NoAnswer timedOut(HttpCall call, boolean sent) {
    return new NoAnswer(
        Reason.TIMEOUT,
        sent,
        "no complete answer from " + call.url().origin() + " in " + inSeconds(call.timeout()));
  }

  private static String inSeconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  @Override
  public void close() {
    lookUps.shutdownNow();
    client.close();
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn().setCause(e).log("the HTTP client did not close in time");
    }
  }
}
