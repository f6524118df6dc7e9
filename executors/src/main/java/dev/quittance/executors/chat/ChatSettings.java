package dev.quittance.executors.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.json.JsonContract;
import dev.quittance.executors.model.Pricing;
import dev.quittance.executors.settings.Secret;
import dev.quittance.executors.settings.SettingsReader;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The settings of an executor of type {@code chat}; {@code settings.schema.json} tells them. */
record ChatSettings(
    ChatApi api,
    OutgoingUrl baseUrl,
    OutgoingUrl endpoint,
    String model,
    Optional<Secret> apiKey,
    String systemPrompt,
    DeliveryFormat format,
    long maxOutputTokens,
    double temperature,
    Duration timeout,
    Optional<Pricing> pricing,
    OutgoingHttp.Limits limits) {
  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  static ChatSettings read(ObjectNode section, JsonContract schema, Map<String, String> environment)
      throws InvalidExecutorSettings {
    SettingsReader settings = SettingsReader.of(section, schema);
    OutgoingUrl baseUrl = settings.url("baseUrl").orElseThrow();
    if (baseUrl.pathAndQuery().contains("?")) {
      throw new InvalidExecutorSettings("/baseUrl", "the URL must not have a query (?…)");
    }
    ChatApi api = ChatApi.of(settings.text("provider").orElse("openai"));
    String base = baseUrl.text().replaceAll("/+$", "");
    return new ChatSettings(
        api,
        baseUrl,
        SettingsReader.url("baseUrl", api.path(base)),
        settings.text("model").orElseThrow(),
        key(settings, environment),
        settings.text("systemPrompt").orElse(""),
        DeliveryFormat.ofKey(settings.text("format").orElse("markdown")),
        settings.integer("maxOutputTokens").orElse(4096L),
        settings.number("temperature").orElse(0.7),
        settings.duration("timeout", TIMEOUT),
        pricing(settings),
        settings.httpLimits(4L << 20));
  }

  private static Optional<Secret> key(SettingsReader settings, Map<String, String> environment)
      throws InvalidExecutorSettings {
    Optional<String> variable = settings.text("apiKeyEnv");
    if (variable.isEmpty()) {
      return settings.secret("apiKeyFile");
    }
    if (settings.text("apiKeyFile").isPresent()) {
      throw new InvalidExecutorSettings(
          "/apiKeyEnv", "stands beside apiKeyFile; leave one of them out");
    }
    String value = environment.getOrDefault(variable.get(), "").strip();
    if (value.isEmpty()) {
      throw new InvalidExecutorSettings(
          "/apiKeyEnv",
          "the environment variable " + variable.get() + " is not set; export the key in it");
    }
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidExecutorSettings(
          "/apiKeyEnv",
          "the environment variable " + variable.get() + " holds characters that no key has");
    }
    return Optional.of(new Secret(value));
  }

  private static Optional<Pricing> pricing(SettingsReader settings) {
    return settings
        .text("priceUnit")
        .map(unit ->
            new Pricing(
                unit,
                settings.amount("pricePerMillionInputTokens").orElse(BigInteger.ZERO),
                settings.amount("pricePerMillionOutputTokens").orElse(BigInteger.ZERO)));
  }
}
