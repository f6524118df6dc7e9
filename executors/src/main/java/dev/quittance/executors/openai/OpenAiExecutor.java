package dev.quittance.executors.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.RequestOptions;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.executors.http.CallFailures;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.http.RetryAfter;
import dev.quittance.executors.kind.KindReading;
import dev.quittance.executors.kind.TaskKind;
import dev.quittance.executors.kind.TaskKinds;
import dev.quittance.executors.model.Refusals;
import dev.quittance.executors.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a model do a task: asks by the task kind's prompt, holds the answer to the kind's promises.
 *
 * <p>The official client makes and reads the messages; its own retries are off, because the
 * pipeline repeats attempts by what they failed of.
 */
final class OpenAiExecutor implements TaskExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAiExecutor.class);
  private static final String SHORT_ANSWER = "length";
  private static final String FILTERED = "content_filter";

  private final String name;
  private final OpenAiSettings settings;
  private final OutgoingHttp http;
  private final OpenAIClient client;
  private final InstantSource clock;
  private final List<Secret> secrets;
  private volatile Dialect dialect;

  OpenAiExecutor(String name, OpenAiSettings settings, OutgoingHttp http, InstantSource clock) {
    this.name = name;
    this.settings = settings;
    this.http = http;
    this.client = Clients.of(settings, http);
    this.clock = clock;
    this.secrets = settings.apiKey().map(List::of).orElse(List.of());
    this.dialect = Dialect.first(settings.structured());
  }

  @Override
  public EffectClass effectClass() {
    return EffectClass.REPEATABLE;
  }

  @Override
  public TaskOutcome execute(TaskCall call) throws InterruptedException {
    Optional<TaskKind> kind = TaskKinds.of(settings.kind().orElse(call.service()));
    ObjectNode evidence = evidence();
    if (kind.isEmpty() || (settings.kind().isEmpty() && call.service().equals(TaskKinds.GENERIC))) {
      return unknownService(call.service(), evidence);
    }
    evidence.putObject("prompt").put("id", kind.get().id()).put("sha256", kind.get().promptHash());
    var problems = kind.get().input().problems(call.input());
    if (!problems.isEmpty()) {
      String faults = String.join("; ", problems.stream().map(Object::toString).toList());
      return CallFailures.failed(
          FailureCause.REFUSED,
          "invalid-input",
          "the input is not one of " + kind.get().id() + ": " + faults,
          evidence);
    }
    Instant start = clock.instant();
    try {
      return ask(kind.get(), call, evidence, start);
    } finally {
      evidence.put("latencyMs", Duration.between(start, clock.instant()).toMillis());
    }
  }

  private static TaskOutcome unknownService(String service, ObjectNode evidence) {
    return CallFailures.failed(
        FailureCause.REFUSED,
        "unknown-service",
        "there is no task kind "
            + service
            + "; there are "
            + String.join(", ", TaskKinds.SERVICES)
            + ". To have it done without a shape of its own set the executor's kind to "
            + TaskKinds.GENERIC,
        evidence);
  }

  private ObjectNode evidence() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("executor", "openai")
        .put("endpoint", settings.baseUrl().text())
        .put("requestedModel", settings.model());
  }

  /** Asks, in a simpler way as long as the endpoint refuses parts of the request. */
  private TaskOutcome ask(TaskKind kind, TaskCall call, ObjectNode evidence, Instant start)
      throws InterruptedException {
    Duration time = CallFailures.timeFor(call, settings.timeout(), start);
    Dialect tried = dialect;
    while (true) {
      Duration left = time.minus(Duration.between(start, clock.instant()));
      if (left.isNegative() || left.isZero()) {
        return CallFailures.failed(
            FailureCause.TIMEOUT, "timeout", "no time was left for another try", evidence);
      }
      try {
        Completion completion = complete(kind, call, tried, left);
        remember(tried);
        evidence.put("structured", tried.structured().settingName());
        completion.addTo(evidence, settings.pricing());
        return judge(kind, call.input(), completion, evidence);
      } catch (OpenAIServiceException e) {
        Optional<Dialect> simpler =
            tried.after(e.statusCode(), e.param().orElse(""), String.valueOf(e.getMessage()));
        if (simpler.isEmpty()) {
          return refused(e, evidence);
        }
        tried = simpler.get();
      } catch (VertxTransport.Unanswered e) {
        return CallFailures.of(e.why(), evidence);
      } catch (OpenAIException e) {
        return CallFailures.failed(
            FailureCause.INVALID_ANSWER,
            "not-a-completion",
            "the endpoint's answer is not a chat completion; check that baseUrl leads to the API",
            evidence);
      }
    }
  }

  private Completion complete(TaskKind kind, TaskCall call, Dialect spoken, Duration time)
      throws InterruptedException {
    ChatCompletionCreateParams params = Requests.of(kind, call, settings, spoken);
    RequestOptions options = RequestOptions.builder().timeout(Clients.timeout(time)).build();
    try {
      return Completion.of(client.chat().completions().create(params, options));
    } catch (VertxTransport.CalledOff e) {
      throw e.interruption();
    }
  }

  private void remember(Dialect spoken) {
    if (!spoken.equals(dialect)) {
      dialect = spoken;
      LOG.atInfo()
          .addKeyValue("executor", name)
          .addKeyValue("dialect", spoken)
          .log("the endpoint does not take the whole request; it gets this part from now on");
    }
  }

  private TaskOutcome refused(OpenAIServiceException e, ObjectNode evidence) {
    Optional<Duration> retryAfter =
        RetryAfter.of(header -> e.headers().values(header).stream().findFirst(), clock.instant());
    boolean mayEchoKeys = e.statusCode() == 401 || e.statusCode() == 403;
    String said = mayEchoKeys ? "" : Secret.hide(secrets, String.valueOf(e.getMessage()));
    return Refusals.of(e.statusCode(), said, retryAfter, evidence);
  }

  private TaskOutcome judge(
      TaskKind kind, JsonNode input, Completion completion, ObjectNode evidence) {
    if (completion.choices() == 0) {
      return invalid("no-choices", "the endpoint's answer has no choices", evidence);
    }
    if (completion.refusal().isPresent()) {
      String words = Secret.hide(secrets, completion.refusal().get());
      return CallFailures.failed(
          FailureCause.REFUSED, "model-refused", "the model refuses: " + words, evidence);
    }
    String finish = completion.finishReason().orElse("");
    if (finish.equals(SHORT_ANSWER)) {
      return invalid(
          "answer-cut-off",
          "the answer was cut off at "
              + settings.maxOutputTokens()
              + " tokens; raise maxOutputTokens, or the server's own limit",
          evidence);
    }
    if (finish.equals(FILTERED)) {
      return invalid(
          "content-filtered", "the endpoint's content filter held the answer back", evidence);
    }
    return switch (kind.read(input, completion.content().orElse(""))) {
      case KindReading.Kept(ObjectNode output) -> new TaskOutcome.Succeeded(output, evidence);
      case KindReading.Broken(List<String> problems) ->
          invalid(
              "broken-promise",
              "the model's answer is not an output of "
                  + kind.id()
                  + ": "
                  + Secret.hide(secrets, String.join("; ", problems)),
              evidence);
    };
  }

  private static TaskOutcome invalid(String code, String message, ObjectNode evidence) {
    return CallFailures.failed(FailureCause.INVALID_ANSWER, code, message, evidence);
  }

  @Override
  public void close() {
    client.close();
    http.close();
  }
}
