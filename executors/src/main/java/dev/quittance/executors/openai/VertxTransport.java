package dev.quittance.executors.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.HttpCall;
import dev.quittance.executors.http.HttpOutcome;
import dev.quittance.executors.http.HttpOutcome.Answered;
import dev.quittance.executors.http.HttpOutcome.NoAnswer;
import dev.quittance.executors.http.OutgoingHttp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries the official client's requests over our own outgoing HTTP.
 *
 * <p>Only its blocking half: the executor calls on virtual threads.
 */
final class VertxTransport implements HttpClient {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final OutgoingHttp http;
  private final boolean withKey;

  /**
   * @param withKey whether there is a key to send; the client insists on one, servers don't
   */
  VertxTransport(OutgoingHttp http, boolean withKey) {
    this.http = http;
    this.withKey = withKey;
  }

  /** There was no answer; passes through the client untouched. */
  static final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient NoAnswer why;

    Unanswered(NoAnswer why) {
      super(why.message());
      this.why = why;
    }

    NoAnswer why() {
      return why;
    }
  }

  /** The caller was interrupted; passes through the client untouched. */
  static final class CalledOff extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final InterruptedException interruption;

    CalledOff(InterruptedException interruption) {
      super(interruption);
      this.interruption = interruption;
    }

    InterruptedException interruption() {
      return interruption;
    }
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    HttpOutcome outcome;
    try {
      outcome = http.send(call(request, options));
    } catch (InterruptedException e) {
      throw new CalledOff(e);
    }
    return switch (outcome) {
      case Answered answered -> new Response(answered);
      case NoAnswer none -> throw new Unanswered(none);
    };
  }

  private HttpCall call(HttpRequest request, RequestOptions options) {
    Map<String, String> headers = new HashMap<>();
    for (String name : request.headers().names()) {
      if (withKey || !name.equalsIgnoreCase("Authorization")) {
        headers.put(name, String.join(", ", request.headers().values(name)));
      }
    }
    String body = "";
    @Nullable HttpRequestBody sent = request.body();
    if (sent != null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      sent.writeTo(bytes);
      body = bytes.toString(StandardCharsets.UTF_8);
      headers.put("Content-Type", "application/json");
    }
    Duration timeout = options.getTimeout() == null ? LONGEST : options.getTimeout().request();
    return new HttpCall(request.method().name(), url(request), headers, body, timeout);
  }

  private static OutgoingUrl url(HttpRequest request) {
    return switch (OutgoingUrl.parse(request.url())) {
      case OutgoingUrl.Reading.Usable(OutgoingUrl url) -> url;
      case OutgoingUrl.Reading.Refused(String reason) ->
          throw new IllegalStateException("the client made a URL that " + reason);
    };
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("calls are made on virtual threads"));
  }

  /** The HTTP belongs to the executor. */
  @Override
  public void close() {}

  private record Response(Answered answered) implements HttpResponse {
    @Override
    public int statusCode() {
      return answered.status();
    }

    @Override
    public Headers headers() {
      Headers.Builder headers = Headers.builder();
      answered.headers().forEach(headers::put);
      return headers.build();
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(answered.body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }
}
