package dev.quittance.executors.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.executors.http.CallFailures;
import dev.quittance.executors.http.HttpCall;
import dev.quittance.executors.http.HttpOutcome;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.http.RetryAfter;
import dev.quittance.executors.model.Refusals;
import dev.quittance.executors.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a model do free-form work: the settings' system prompt, and the brief with its data as the
 * message; the answer is delivered in the settings' format.
 *
 * <p>Failed attempts are repeated by the pipeline, by what they failed of.
 */
final class ChatExecutor implements TaskExecutor {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChatSettings settings;
  private final OutgoingHttp http;
  private final InstantSource clock;
  private final List<Secret> secrets;
  private volatile Spoken spoken = new Spoken(false, true);

  ChatExecutor(ChatSettings settings, OutgoingHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
    this.secrets = settings.apiKey().map(List::of).orElse(List.of());
  }

  /** Which parts of a request the endpoint takes. */
  private record Spoken(boolean newTokenLimit, boolean temperature) {
    /** What to try after a refusal; empty when it is about something else. */
    Optional<Spoken> after(int status, String message) {
      if (status != 400 && status != 422) {
        return Optional.empty();
      }
      if (!newTokenLimit && message.contains("max_completion_tokens")) {
        return Optional.of(new Spoken(true, temperature));
      }
      return temperature && message.contains("temperature")
          ? Optional.of(new Spoken(newTokenLimit, false))
          : Optional.empty();
    }
  }

  @Override
  public EffectClass effectClass() {
    return EffectClass.REPEATABLE;
  }

  @Override
  public TaskOutcome execute(TaskCall call) throws InterruptedException {
    ObjectNode evidence =
        JsonNodeFactory.instance
            .objectNode()
            .put("executor", "chat")
            .put("provider", settings.api().provider())
            .put("endpoint", settings.baseUrl().text())
            .put("requestedModel", settings.model());
    String user = ChatPrompt.user(call.input());
    if (user.isBlank()) {
      return CallFailures.failed(
          FailureCause.REFUSED,
          "invalid-input",
          "the input has neither brief nor inputData; expected at least one of them",
          evidence);
    }
    evidence.putObject("prompt").put("sha256", sha256(settings.systemPrompt() + "\0" + user));
    Instant start = clock.instant();
    try {
      return ask(call, user, evidence, start);
    } finally {
      evidence.put("latencyMs", Duration.between(start, clock.instant()).toMillis());
    }
  }

  /** Asks, in a simpler way as long as the endpoint refuses parts of the request. */
  private TaskOutcome ask(TaskCall call, String user, ObjectNode evidence, Instant start)
      throws InterruptedException {
    Duration time = CallFailures.timeFor(call, settings.timeout(), start);
    Spoken tried = spoken;
    while (true) {
      Duration left = time.minus(Duration.between(start, clock.instant()));
      if (left.isNegative() || left.isZero()) {
        return CallFailures.failed(
            FailureCause.TIMEOUT, "timeout", "no time was left for another try", evidence);
      }
      switch (http.send(request(call, user, tried, left))) {
        case HttpOutcome.NoAnswer none -> {
          return CallFailures.of(none, evidence);
        }
        case HttpOutcome.Answered answered -> {
          Optional<Spoken> simpler = tried.after(answered.status(), answered.body());
          if (simpler.isEmpty()) {
            spoken = tried;
            return answered.status() == 200
                ? read(answered.body(), evidence)
                : refused(answered, evidence);
          }
          tried = simpler.get();
        }
      }
    }
  }

  private HttpCall request(TaskCall call, String user, Spoken tried, Duration time) {
    Map<String, String> headers = new HashMap<>(settings.api().headers(settings.apiKey()));
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    headers.put("Idempotency-Key", call.idempotencyKey());
    if (!call.traceparent().isEmpty()) {
      headers.put("traceparent", call.traceparent());
    }
    ChatApi.Question question =
        new ChatApi.Question(
            settings.model(),
            settings.systemPrompt(),
            user,
            settings.maxOutputTokens(),
            tried.temperature() ? Optional.of(settings.temperature()) : Optional.empty(),
            tried.newTokenLimit());
    return new HttpCall(
        "POST", settings.endpoint(), headers, settings.api().body(question).toString(), time);
  }

  private TaskOutcome refused(HttpOutcome.Answered answered, ObjectNode evidence) {
    Optional<Duration> retryAfter = RetryAfter.of(answered::header, clock.instant());
    boolean mayEchoKeys = answered.status() == 401 || answered.status() == 403;
    String said = mayEchoKeys ? "" : Secret.hide(secrets, said(answered.body()));
    return Refusals.of(answered.status(), said, retryAfter, evidence);
  }

  /** The endpoint's own words; both APIs put them into the same place. */
  private static String said(String body) {
    try {
      return JSON.readTree(body).at("/error/message").asText("");
    } catch (JsonProcessingException _) {
      return "";
    }
  }

  private TaskOutcome read(String body, ObjectNode evidence) {
    Optional<ChatAnswer> answer;
    try {
      answer = settings.api().read(JSON.readTree(body));
    } catch (JsonProcessingException _) {
      answer = Optional.empty();
    }
    if (answer.isEmpty()) {
      return invalid(
          "not-a-completion",
          "the endpoint's answer is none of the "
              + settings.api().provider()
              + " API; check that baseUrl leads there",
          evidence);
    }
    answer.get().addTo(evidence, settings.pricing());
    return judge(answer.get(), evidence);
  }

  private TaskOutcome judge(ChatAnswer answer, ObjectNode evidence) {
    if (answer.refusal().isPresent()) {
      return CallFailures.failed(
          FailureCause.REFUSED,
          "model-refused",
          "the model refuses: " + Secret.hide(secrets, answer.refusal().get()),
          evidence);
    }
    if (answer.isFiltered()) {
      return invalid(
          "content-filtered", "the endpoint's content filter held the answer back", evidence);
    }
    if (answer.text().isEmpty()) {
      return invalid("no-text", "the endpoint's answer has no text", evidence);
    }
    if (answer.isCutOff() && settings.format() == DeliveryFormat.JSON) {
      return invalid(
          "answer-cut-off",
          "the answer was cut off at "
              + settings.maxOutputTokens()
              + " tokens and is no whole JSON; raise the limit of tokens",
          evidence);
    }
    return new TaskOutcome.Succeeded(settings.format().shape(answer.text()), evidence);
  }

  private static TaskOutcome invalid(String code, String message, ObjectNode evidence) {
    return CallFailures.failed(FailureCause.INVALID_ANSWER, code, message, evidence);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
