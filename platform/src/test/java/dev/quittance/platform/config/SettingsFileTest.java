package dev.quittance.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.http.JwtTokens;
import dev.quittance.platform.keys.RemoteSignerSettings;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsFileTest {
  @TempDir private Path folder;

  private Settings load(String yaml, Map<String, String> environment) {
    return SettingsFixture.settings(folder, yaml, environment);
  }

  @Test
  void defaultsStandForWhatIsLeftOut() {
    Settings settings = load(SettingsFixture.MINIMAL, Map.of());

    assertThat(settings)
        .isEqualTo(
            new Settings(
                "quittance",
                folder.resolve("data"),
                new Settings.Kafka(Map.of("bootstrap.servers", "127.0.0.1:9092")),
                new Settings.Topics(1),
                new Settings.Registry("http://127.0.0.1:8080/apis/registry/v3"),
                new Settings.Chain(
                    List.of("http://127.0.0.1:8545"), 64, folder.resolve("deployment.json")),
                new Settings.Log("log.example/receipts", 6, Duration.ofHours(24), CatchUp.EACH),
                new Settings.Http("127.0.0.1", 8088),
                Settings.Gateway.DEFAULT,
                Settings.Webhooks.NONE,
                new Settings.Streams(40, 1, settings.streams().instanceId()),
                new Settings.Blobs(
                    BlobStoreKind.DIRECTORY,
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(10)),
                ExecutorSettings.none(),
                Map.of(),
                new Settings.Keys(
                    folder.resolve("seed.json"), null, Optional.empty(), Optional.empty())));
    assertThat(settings.streams().instanceId()).matches("[A-Za-z0-9._-]+");
  }

  @Test
  void everyKeyIsMapped() {
    Settings settings =
        load(
            """
            line: blue-2
            data: /var/lib/blue
            kafka:
              bootstrap.servers: a.example:9093,b.example:9093
              security.protocol: SASL_SSL
            topics:
              replication: 3
            registry:
              url: https://registry.example/apis/registry/v3
            chain:
              rpc: https://rpc.example/v1/key?x=1 https://other.example
              confirmations: 12
              deployment: ../contracts.json
            log:
              origin: blue.example/log
              lanes: 12
              cadence: PT10S
              catchUp: merge
            http:
              host: 0.0.0.0
              port: 0
            gateway:
              ordersPerSecond: 1
              burst: 2
              inFlight: 3
              maxInFlight: 4
              maxOpenOrders: 5
              jwt:
                jwks: jwks.json
                issuer: https://login.example
                audience: line
                tenantClaim: org
            webhooks:
              enabled: true
              allowPrivateTargets: true
              maxWaiting: 6
            streams:
              commitIntervalMs: 100
              threads: 4
              instanceId: blue-2.a
            blobs:
              kind: http
              url: https://results.example/upload
              tokenFile: token
              timeoutMs: 3000
            executors:
              inFlight: 50
              drain: PT1M30S
              outputBytes: 65536
              limits:
                tenant: 1
                agent: 2
                provider: 3
                tenants: { shop.1: 4 }
                agents: { writer: 5 }
                providers: { gpu/a: 6 }
            keys:
              seed: keys/seed.json
              passphraseFile: /run/secrets/passphrase
              operator:
                seed: keys/operator.json
                passphraseFile: operator-passphrase
              remote:
                url: https://signer.example:9000/
                timeoutMs: 1000
                inFlight: 50
                credentialsFile: signer-login
                trustFile: ca.pem
                certificateFile: us.pem
                keyFile: us.key
            """,
            Map.of());

    Path above = folder.getParent() == null ? folder : folder.getParent();
    assertThat(settings)
        .isEqualTo(
            new Settings(
                "blue-2",
                Path.of("/var/lib/blue"),
                new Settings.Kafka(
                    Map.of(
                        "bootstrap.servers",
                        "a.example:9093,b.example:9093",
                        "security.protocol",
                        "SASL_SSL")),
                new Settings.Topics(3),
                new Settings.Registry("https://registry.example/apis/registry/v3"),
                new Settings.Chain(
                    List.of("https://rpc.example/v1/key?x=1", "https://other.example"),
                    12,
                    above.resolve("contracts.json")),
                new Settings.Log("blue.example/log", 12, Duration.ofSeconds(10), CatchUp.MERGE),
                new Settings.Http("0.0.0.0", 0),
                new Settings.Gateway(
                    1,
                    2,
                    3,
                    4,
                    5,
                    Optional.of(
                        new JwtTokens.Settings(
                            folder.resolve("jwks.json"), "https://login.example", "line", "org"))),
                new Settings.Webhooks(true, true, 6),
                new Settings.Streams(100, 4, "blue-2.a"),
                new Settings.Blobs(
                    BlobStoreKind.HTTP,
                    Optional.of(URI.create("https://results.example/upload")),
                    Optional.of(folder.resolve("token")),
                    Duration.ofSeconds(3)),
                new ExecutorSettings(
                    50,
                    Duration.ofSeconds(90),
                    65_536,
                    new ExecutorSettings.Limits(
                        1, 2, 3, Map.of("shop.1", 4), Map.of("writer", 5), Map.of("gpu/a", 6)),
                    Map.of()),
                Map.of(),
                new Settings.Keys(
                    folder.resolve("keys/seed.json"),
                    Path.of("/run/secrets/passphrase"),
                    Optional.of(
                        new Settings.OperatorSeed(
                            folder.resolve("keys/operator.json"),
                            Optional.of(folder.resolve("operator-passphrase")))),
                    Optional.of(
                        new RemoteSignerSettings(
                            "https://signer.example:9000",
                            1000,
                            50,
                            Optional.of(folder.resolve("signer-login")),
                            Optional.of(folder.resolve("ca.pem")),
                            Optional.of(
                                new RemoteSignerSettings.ClientCertificate(
                                    folder.resolve("us.pem"), folder.resolve("us.key"))))))));
  }

  @Test
  void kafkaSettingsPassThroughUntouched() {
    Settings settings =
        load(
            """
            kafka:
              bootstrap.servers: 127.0.0.1:9092
              ssl.endpoint.identification.algorithm: ""
              sasl.jaas.config: 'org.example.Login required username="u" password="${p}\\,x";'
              request.timeout.ms: 30000
              sasl.login.refresh.window.factor: 0.80
              allow.auto.create.topics: false
              client.rack: no
              "quoted.name": 010
            registry: { url: http://127.0.0.1:8080/apis/registry/v3 }
            chain: { rpc: http://127.0.0.1:8545 }
            log: { origin: log.example/receipts }
            """,
            Map.of());

    assertThat(settings.kafka().client())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "bootstrap.servers", "127.0.0.1:9092",
                "ssl.endpoint.identification.algorithm", "",
                "sasl.jaas.config",
                    "org.example.Login required username=\"u\" password=\"${p}\\,x\";",
                "request.timeout.ms", "30000",
                "sasl.login.refresh.window.factor", "0.80",
                "allow.auto.create.topics", "false",
                "client.rack", "no",
                "quoted.name", "010"));
  }

  @Test
  void sectionWithoutKeysHasItsDefaults() {
    Settings settings = load(SettingsFixture.MINIMAL + "http:\n  # port: 1\nkeys: {}\n", Map.of());

    assertThat(settings.http()).isEqualTo(new Settings.Http("127.0.0.1", 8088));
  }

  @ParameterizedTest
  @CsvSource({
    "QUITTANCE_LINE, blue, line=blue",
    "QUITTANCE_DATA, /data, data=/data",
    "QUITTANCE_TOPICS_REPLICATION, 3, replication=3",
    "QUITTANCE_REGISTRY_URL, http://registry.example, url=http://registry.example",
    "QUITTANCE_CHAIN_RPC, http://node.example, rpc=http://node.example",
    "QUITTANCE_CHAIN_DEPLOYMENT, /c.json, deployment=/c.json",
    "QUITTANCE_LOG_ORIGIN, 12345, origin=12345",
    "QUITTANCE_LOG_LANES, 12, lanes=12",
    "QUITTANCE_LOG_CADENCE, PT10S, cadence=PT10S",
    "QUITTANCE_LOG_CATCH_UP, merge, catchUp=MERGE",
    "QUITTANCE_HTTP_HOST, 0.0.0.0, host=0.0.0.0",
    "QUITTANCE_HTTP_PORT, 9000, port=9000",
    "QUITTANCE_STREAMS_COMMIT_INTERVAL_MS, 20, commitIntervalMs=20",
    "QUITTANCE_STREAMS_THREADS, 4, threads=4",
    "QUITTANCE_STREAMS_INSTANCE_ID, pod-7, instanceId=pod-7",
    "QUITTANCE_KEYS_SEED, /s.json, seed=/s.json",
    "QUITTANCE_KEYS_PASSPHRASE_FILE, /secret, passphraseFile=/secret",
    "QUITTANCE_KAFKA_BOOTSTRAP_SERVERS, kafka.example:1, bootstrap.servers=kafka.example:1",
    "QUITTANCE_KAFKA_SASL_MECHANISM, SCRAM-SHA-512, sasl.mechanism=SCRAM-SHA-512",
  })
  void variableGoesOverTheFile(String variable, String value, String shown) {
    Settings before = load(SettingsFixture.MINIMAL, Map.of());

    Settings after = load(SettingsFixture.MINIMAL, Map.of(variable, value));

    assertThat(after.toString()).contains(shown);
    assertThat(before.toString()).doesNotContain(shown);
  }

  @Test
  void variablesAloneCanSetWhatTheFileLacks() {
    Settings settings =
        load(
            "# nothing here",
            Map.of(
                "QUITTANCE_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "QUITTANCE_REGISTRY_URL", "http://127.0.0.1:2",
                "QUITTANCE_CHAIN_RPC", "http://127.0.0.1:3",
                "QUITTANCE_LOG_ORIGIN", "12345"));

    assertThat(settings.log().origin()).isEqualTo("12345");
    assertThat(settings.kafka().client()).containsEntry("bootstrap.servers", "127.0.0.1:1");
  }

  @Test
  void variablesOfOthersAndEmptyOnesAreLeftAlone() {
    Settings plain = load(SettingsFixture.MINIMAL, Map.of());

    Settings settings =
        load(
            SettingsFixture.MINIMAL,
            Map.of(
                "QUITTANCE_PASSPHRASE", "x",
                "QUITTANCE_HOME", "/opt/quittance",
                "QUITTANCE_HTTP_PORT", "",
                "PATH", "/bin"));

    assertThat(settings).isEqualTo(plain);
  }

  @Test
  void secretsAreNotShown() {
    String yaml =
        """
        kafka:
          bootstrap.servers: 127.0.0.1:9092
          sasl.jaas.config: hush-1
          ssl.keystore.password: hush-2
          ssl.keystore.key: hush-3
          sasl.oauthbearer.client.credentials.client.secret: hush-4
        registry: { url: "http://hush-5:hush-6@registry.example/v3" }
        chain: { rpc: "https://rpc.example/v2/hush-7 https://u:hush-8@b.example/hush-9" }
        log: { origin: log.example/receipts }
        """;

    assertThat(load(yaml, Map.of()).toString())
        .doesNotContain("hush")
        .contains(
            "bootstrap.servers=127.0.0.1:9092",
            "sasl.jaas.config=****",
            "rpc=https://rpc.example/**** https://****@b.example/****,",
            "url=http://****@registry.example/v3");
  }
}
