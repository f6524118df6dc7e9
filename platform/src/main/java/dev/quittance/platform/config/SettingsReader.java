package dev.quittance.platform.config;

import dev.quittance.platform.config.SettingsSchema.Entry;
import dev.quittance.platform.http.JwtTokens;
import dev.quittance.platform.keys.RemoteSignerSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Makes typed settings of a tree that fits the schema. */
final class SettingsReader {
  private final Path folder;
  private final String hostName;

  /**
   * @param folder what relative paths are relative to
   * @param hostName the default of {@code /streams/instanceId}
   */
  SettingsReader(Path folder, String hostName) {
    this.folder = folder;
    this.hostName = hostName;
  }

  Settings read(YamlTree yaml) {
    JsonNode tree = yaml.root();
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties(tree), "settings", 100))
            .withMapping(SettingsMapping.class)
            .build();
    SettingsMapping mapping = config.getConfigMapping(SettingsMapping.class);
    OpenSections sections = new OpenSections(folder, yaml);
    return new Settings(
        mapping.line(),
        path(mapping.data()),
        new Settings.Kafka(client(tree.path("kafka"))),
        new Settings.Topics(mapping.topics().replication()),
        new Settings.Registry(mapping.registry().url()),
        chain(mapping.chain()),
        log(mapping.log()),
        new Settings.Http(mapping.http().host(), mapping.http().port()),
        gateway(mapping.gateway()),
        new Settings.Webhooks(
            mapping.webhooks().enabled(),
            mapping.webhooks().allowPrivateTargets(),
            mapping.webhooks().maxWaiting()),
        streams(mapping.streams()),
        blobs(mapping.blobs()),
        new ExecutorsReader(sections).read(mapping.executors()),
        new MarketsReader(sections).read(),
        new Settings.Keys(
            path(mapping.keys().seed()),
            mapping.keys().passphraseFile().map(this::path).orElse(null),
            operator(mapping.keys().operator()),
            remote(mapping.keys().remote())));
  }

  private Optional<Settings.OperatorSeed> operator(SettingsMapping.Operator operator) {
    return operator
        .seed()
        .map(seed ->
            new Settings.OperatorSeed(path(seed), operator.passphraseFile().map(this::path)));
  }

  /** A certificate without its key, or the other way round, is no identity. */
  private Optional<RemoteSignerSettings> remote(SettingsMapping.Remote remote) {
    Optional<RemoteSignerSettings.ClientCertificate> client =
        remote
            .certificateFile()
            .flatMap(certificate ->
                remote
                    .keyFile()
                    .map(key ->
                        new RemoteSignerSettings.ClientCertificate(path(certificate), path(key))));
    return remote
        .url()
        .map(url ->
            new RemoteSignerSettings(
                url,
                remote.timeoutMs(),
                remote.inFlight(),
                remote.credentialsFile().map(this::path),
                remote.trustFile().map(this::path),
                client));
  }

  private Settings.Chain chain(SettingsMapping.Chain chain) {
    return new Settings.Chain(
        List.of(chain.rpc().trim().split(" +")), chain.confirmations(), path(chain.deployment()));
  }

  private static Settings.Log log(SettingsMapping.Log log) {
    return new Settings.Log(log.origin(), log.lanes(), log.cadence(), log.catchUp());
  }

  private Settings.Gateway gateway(SettingsMapping.Gateway gateway) {
    return new Settings.Gateway(
        gateway.ordersPerSecond(),
        gateway.burst(),
        gateway.inFlight(),
        gateway.maxInFlight(),
        gateway.maxOpenOrders(),
        gateway.jwt().jwks().map(jwks -> jwt(gateway.jwt(), jwks)));
  }

  /** The schema asks for issuer and audience beside jwks. */
  private JwtTokens.Settings jwt(SettingsMapping.Jwt jwt, String jwks) {
    return new JwtTokens.Settings(
        path(jwks), jwt.issuer().orElseThrow(), jwt.audience().orElseThrow(), jwt.tenantClaim());
  }

  private Settings.Streams streams(SettingsMapping.Streams streams) {
    return new Settings.Streams(
        streams.commitIntervalMs(), streams.threads(), streams.instanceId().orElse(hostName));
  }

  private Settings.Blobs blobs(SettingsMapping.Blobs blobs) {
    return new Settings.Blobs(
        blobs.kind(),
        blobs.url().map(URI::create),
        blobs.tokenFile().map(this::path),
        Duration.ofMillis(blobs.timeoutMs()));
  }

  private Path path(String text) {
    return folder.resolve(text).normalize();
  }

  private static Map<String, String> client(JsonNode kafka) {
    return kafka.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asString()));
  }

  /** Flat names for everything but {@code kafka} and maps. */
  private static Map<String, String> properties(JsonNode tree) {
    Map<String, String> properties = new TreeMap<>();
    for (Entry setting : SettingsSchema.INSTANCE.settings()) {
      JsonNode value = tree.at(setting.pointer());
      if (!setting.pointer().startsWith("/kafka/") && !value.isMissingNode()) {
        properties.put(
            SettingsMapping.PREFIX + setting.pointer().replace('/', '.'), value.asString());
      }
    }
    return properties;
  }
}
