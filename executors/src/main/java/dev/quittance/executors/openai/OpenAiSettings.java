package dev.quittance.executors.openai;

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
import java.util.Optional;

/** The settings of an executor of type {@code openai}; {@code settings.schema.json} tells them. */
record OpenAiSettings(
    OutgoingUrl baseUrl,
    String model,
    Optional<Secret> apiKey,
    Optional<String> kind,
    Structured structured,
    long maxOutputTokens,
    double temperature,
    Optional<Long> seed,
    Duration timeout,
    Optional<Pricing> pricing,
    OutgoingHttp.Limits limits) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  static OpenAiSettings read(ObjectNode section, JsonContract schema)
      throws InvalidExecutorSettings {
    SettingsReader settings = SettingsReader.of(section, schema);
    OutgoingUrl baseUrl = settings.url("baseUrl").orElseThrow();
    if (baseUrl.pathAndQuery().contains("?")) {
      throw new InvalidExecutorSettings("/baseUrl", "the URL must not have a query (?…)");
    }
    return new OpenAiSettings(
        baseUrl,
        settings.text("model").orElseThrow(),
        settings.secret("apiKeyFile"),
        settings.text("kind"),
        settings.text("structured").map(Structured::ofSettingName).orElse(Structured.JSON_SCHEMA),
        settings.integer("maxOutputTokens").orElse(4096L),
        settings.number("temperature").orElse(0.0),
        settings.integer("seed"),
        settings.duration("timeout", TIMEOUT),
        pricing(settings),
        settings.httpLimits(4L << 20));
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
