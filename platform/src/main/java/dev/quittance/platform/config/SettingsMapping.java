package dev.quittance.platform.config;

import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings as SmallRye Config reads them, with the defaults in code. {@code kafka} is not among
 * them, nor are maps: their names and values are passed through untouched.
 */
@ConfigMapping(
    prefix = SettingsMapping.PREFIX,
    namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
interface SettingsMapping {
  String PREFIX = "quittance";

  @WithDefault("quittance")
  String line();

  @WithDefault("data")
  String data();

  Topics topics();

  Registry registry();

  Chain chain();

  Log log();

  Http http();

  Gateway gateway();

  Webhooks webhooks();

  Streams streams();

  Blobs blobs();

  Executors executors();

  Keys keys();

  interface Topics {
    @WithDefault("1")
    int replication();
  }

  interface Registry {
    String url();
  }

  interface Chain {
    String rpc();

    @WithDefault("64")
    long confirmations();

    @WithDefault("deployment.json")
    String deployment();
  }

  interface Log {
    String origin();

    @WithDefault("6")
    int lanes();

    @WithDefault("PT24H")
    Duration cadence();

    @WithDefault("each")
    CatchUp catchUp();
  }

  interface Http {
    @WithDefault("127.0.0.1")
    String host();

    @WithDefault("8088")
    int port();
  }

  interface Gateway {
    @WithDefault("2000")
    int ordersPerSecond();

    @WithDefault("4000")
    int burst();

    @WithDefault("64")
    int inFlight();

    @WithDefault("1024")
    int maxInFlight();

    @WithDefault("1000000")
    int maxOpenOrders();

    Jwt jwt();
  }

  interface Webhooks {
    @WithDefault("false")
    boolean enabled();

    @WithDefault("false")
    boolean allowPrivateTargets();

    @WithDefault("100000")
    int maxWaiting();
  }

  interface Jwt {
    Optional<String> jwks();

    Optional<String> issuer();

    Optional<String> audience();

    @WithDefault("tenant")
    String tenantClaim();
  }

  interface Streams {
    @WithDefault("40")
    int commitIntervalMs();

    @WithDefault("1")
    int threads();

    Optional<String> instanceId();
  }

  interface Blobs {
    @WithDefault("directory")
    BlobStoreKind kind();

    Optional<String> url();

    Optional<String> tokenFile();

    @WithDefault("10000")
    int timeoutMs();
  }

  interface Executors {
    @WithDefault("1000")
    int inFlight();

    @WithDefault("PT20S")
    Duration drain();

    @WithDefault("1048576")
    int outputBytes();

    Limits limits();
  }

  interface Limits {
    @WithDefault("1000")
    int tenant();

    @WithDefault("100")
    int agent();

    @WithDefault("1000")
    int provider();
  }

  interface Keys {
    @WithDefault("seed.json")
    String seed();

    Optional<String> passphraseFile();

    Operator operator();

    Remote remote();
  }

  interface Operator {
    Optional<String> seed();

    Optional<String> passphraseFile();
  }

  interface Remote {
    Optional<String> url();

    @WithDefault("5000")
    int timeoutMs();

    @WithDefault("100")
    int inFlight();

    Optional<String> credentialsFile();

    Optional<String> trustFile();

    Optional<String> certificateFile();

    Optional<String> keyFile();
  }
}
