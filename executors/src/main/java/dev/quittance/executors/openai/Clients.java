package dev.quittance.executors.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import com.openai.core.Timeout;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.settings.Secret;
import java.time.Duration;

/** Makes the official client: on our transport, without retries, logs and telemetry. */
final class Clients {
  /** The client wants a key; the transport does not send this one. */
  private static final String NO_KEY = "none";

  private Clients() {}

  static OpenAIClient of(OpenAiSettings settings, OutgoingHttp http) {
    return new OpenAIClientImpl(
        ClientOptions.builder()
            .httpClient(new VertxTransport(http, settings.apiKey().isPresent()))
            .baseUrl(withoutSlash(settings.baseUrl().text()))
            .apiKey(settings.apiKey().map(Secret::reveal).orElse(NO_KEY))
            .maxRetries(0)
            .logLevel(LogLevel.OFF)
            .disableTelemetry(true)
            .streamHandlerExecutor(Runnable::run)
            .build());
  }

  /** A limit for the whole of a call. */
  static Timeout timeout(Duration time) {
    return Timeout.builder().request(time).build();
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
