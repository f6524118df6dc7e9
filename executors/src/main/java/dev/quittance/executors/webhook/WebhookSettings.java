package dev.quittance.executors.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.json.JsonContract;
import dev.quittance.executors.settings.Secret;
import dev.quittance.executors.settings.SettingsReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of an executor of type {@code webhook}; {@code settings.schema.json} tells them.
 *
 * @param auth the header that lets us in, if the receiver wants one
 * @param lookUpUrl with {@code {key}} in it
 * @param secrets all of them, to keep them out of messages
 */
record WebhookSettings(
    OutgoingUrl url,
    WebhookSignature signature,
    Optional<Auth> auth,
    Optional<String> serviceId,
    Duration timeout,
    EffectClass effect,
    Optional<String> lookUpUrl,
    boolean allowPrivateAddresses,
    OutgoingHttp.Limits limits,
    List<Secret> secrets) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String KEY = "{key}";

  /** A header with a credential. */
  record Auth(String header, Secret value) {}

  static WebhookSettings read(ObjectNode section, JsonContract schema)
      throws InvalidExecutorSettings {
    SettingsReader settings = SettingsReader.of(section, schema);
    List<Secret> signing = settings.secrets("secretFile").orElseThrow();
    Optional<Secret> credential = settings.secret("authFile");
    Optional<String> lookUp = lookUp(settings);
    return new WebhookSettings(
        settings.url("url").orElseThrow(),
        WebhookSignature.of(signing),
        credential.map(value -> auth(settings.text("authHeader"), value)),
        settings.text("serviceId"),
        settings.duration("timeout", TIMEOUT),
        effect(settings.text("effect"), lookUp.isPresent()),
        lookUp,
        settings.isOn("allowPrivateAddresses"),
        settings.httpLimits(1L << 20),
        credential
            .map(value -> Stream.concat(signing.stream(), Stream.of(value)).toList())
            .orElse(signing));
  }

  private static Auth auth(Optional<String> header, Secret value) {
    return header
        .map(name -> new Auth(name, value))
        .orElseGet(() -> new Auth("Authorization", new Secret("Bearer " + value.reveal())));
  }

  private static EffectClass effect(Optional<String> stated, boolean canLookUp)
      throws InvalidExecutorSettings {
    if (stated.isPresent() && canLookUp) {
      throw new InvalidExecutorSettings(
          "/effect", "lookUpUrl already says that calls can be looked up; leave one of them out");
    }
    return canLookUp
        ? EffectClass.RECONCILABLE
        : stated
            .map(name -> EffectClass.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
            .orElse(EffectClass.KEYED);
  }

  private static Optional<String> lookUp(SettingsReader settings) throws InvalidExecutorSettings {
    Optional<String> template = settings.text("lookUpUrl");
    if (template.isPresent()) {
      OutgoingUrl example = SettingsReader.url("lookUpUrl", template.get().replace(KEY, "key"));
      if (!example.pathAndQuery().contains("key")) {
        throw new InvalidExecutorSettings("/lookUpUrl", "{key} must stand in its path or query");
      }
    }
    return template;
  }

  /** The URL where the fate of a call is asked. */
  static String lookUpUrl(String template, String idempotencyKey) {
    return template.replace(
        KEY, URLEncoder.encode(idempotencyKey, StandardCharsets.UTF_8).replace("+", "%20"));
  }
}
