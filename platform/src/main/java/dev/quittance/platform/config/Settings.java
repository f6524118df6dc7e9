package dev.quittance.platform.config;

import dev.quittance.platform.admission.Admission;
import dev.quittance.platform.http.JwtTokens;
import dev.quittance.platform.keys.RemoteSignerSettings;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a line, checked. Paths are absolute. Immutable; its text shows no secret.
 *
 * <p>What each one means, its unit and its default stand in {@code quittance.schema.json}.
 */
public record Settings(
    String line,
    Path data,
    Kafka kafka,
    Topics topics,
    Registry registry,
    Chain chain,
    Log log,
    Http http,
    Gateway gateway,
    Webhooks webhooks,
    Streams streams,
    Blobs blobs,
    ExecutorSettings executors,
    Map<String, MarketDefinition> markets,
    Keys keys) {
  /** Keeps an immutable copy of the marketplaces. */
  public Settings {
    markets = Collections.unmodifiableMap(new LinkedHashMap<>(markets));
  }

  /** The same with other executors and marketplaces. */
  public Settings with(ExecutorSettings otherExecutors, Map<String, MarketDefinition> others) {
    return new Settings(
        line,
        data,
        kafka,
        topics,
        registry,
        chain,
        log,
        http,
        gateway,
        webhooks,
        streams,
        blobs,
        otherExecutors,
        others,
        keys);
  }

  /**
   * Settings of Kafka clients.
   *
   * @param client by Kafka's own names, {@code bootstrap.servers} among them
   */
  public record Kafka(Map<String, String> client) {
    /** Checks that there are brokers. */
    public Kafka {
      client = Map.copyOf(client);
      require(client.containsKey("bootstrap.servers"), "kafka needs bootstrap.servers");
    }

    @Override
    public String toString() {
      Map<String, String> shown = new TreeMap<>(client);
      shown.replaceAll(Secrets::masked);
      return "Kafka" + shown;
    }
  }

  /**
   * The line's topics.
   *
   * @param replication copies of each partition
   */
  public record Topics(int replication) {
    /** Checks the range. */
    public Topics {
      requireRange("topics.replication", replication, 1, 32);
    }
  }

  /**
   * The schema registry.
   *
   * @param url its REST API, version 3
   */
  public record Registry(String url) {
    @Override
    public String toString() {
      return "Registry[url=" + Secrets.masked("/registry/url", url) + "]";
    }
  }

  /**
   * The chain.
   *
   * @param rpcs JSON-RPC over HTTP, of one or more nodes in the order in which they are asked
   * @param confirmations blocks on top of a final one, where the nodes don't tell
   * @param deployment file with the contracts' addresses
   */
  public record Chain(List<String> rpcs, long confirmations, Path deployment) {
    /** Copies the list. */
    public Chain {
      rpcs = List.copyOf(rpcs);
    }

    /** The node that is asked first. */
    public String rpc() {
      return rpcs.getFirst();
    }

    @Override
    public String toString() {
      return "Chain[rpc=%s, confirmations=%d, deployment=%s]"
          .formatted(ShownUrl.ofRpc(String.join(" ", rpcs)), confirmations, deployment);
    }
  }

  /**
   * The receipt log.
   *
   * @param origin its name
   * @param lanes partitions of the topics keyed by order
   * @param cadence length of a period, whole seconds
   * @param catchUp how missed periods are closed
   */
  public record Log(String origin, int lanes, Duration cadence, CatchUp catchUp) {
    /** Checks the ranges. */
    public Log {
      requireRange("log.lanes", lanes, 1, 1024);
      require(
          cadence.toSeconds() >= 1 && cadence.equals(Duration.ofSeconds(cadence.toSeconds())),
          "log.cadence must be at least 1 s, in whole seconds: " + cadence);
    }
  }

  /**
   * The HTTP listener.
   *
   * @param host address to listen on
   * @param port 0 for a free one
   */
  public record Http(String host, int port) {
    /** Checks the range. */
    public Http {
      requireRange("http.port", port, 0, 65_535);
    }
  }

  /**
   * How much the gateway takes, and from whom.
   *
   * @param ordersPerSecond requests that write, per tenant and second on average
   * @param burst so many of them at once after a pause
   * @param inFlight so many of them unanswered at the same time, per tenant
   * @param maxInFlight so many of all tenants
   * @param maxOpenOrders orders on their way beyond which no more are taken
   * @param jwt whose tokens are taken beside API keys; empty for none
   */
  public record Gateway(
      int ordersPerSecond,
      int burst,
      int inFlight,
      int maxInFlight,
      int maxOpenOrders,
      Optional<JwtTokens.Settings> jwt) {
    /** The defaults. */
    public static final Gateway DEFAULT =
        new Gateway(2000, 4000, 64, 1024, 1_000_000, Optional.empty());

    private static final int MOST = 1_000_000;

    /** What bounds requests that write. */
    public Admission.Limits limits() {
      return new Admission.Limits(ordersPerSecond, burst, inFlight, maxInFlight, maxOpenOrders);
    }

    /** Checks the ranges. */
    public Gateway {
      requireRange("gateway.ordersPerSecond", ordersPerSecond, 1, MOST);
      requireRange("gateway.burst", burst, 1, MOST);
      requireRange("gateway.inFlight", inFlight, 1, MOST);
      requireRange("gateway.maxInFlight", maxInFlight, 1, MOST);
      requireRange("gateway.maxOpenOrders", maxOpenOrders, 1, 1_000_000_000);
    }
  }

  /**
   * Outgoing webhooks.
   *
   * @param enabled whether the line has the stage that sends them
   * @param allowPrivateTargets whether they may go to this machine and private networks, and by
   *     http
   * @param maxWaiting messages that wait for one webhook beyond which the newest end unsent
   */
  public record Webhooks(boolean enabled, boolean allowPrivateTargets, int maxWaiting) {
    /** A line that sends none. */
    public static final Webhooks NONE = new Webhooks(false, false, 100_000);

    /** Checks the range. */
    public Webhooks {
      requireRange("webhooks.maxWaiting", maxWaiting, 1, 10_000_000);
    }
  }

  /**
   * How stages work.
   *
   * @param commitIntervalMs how long results wait for their transaction
   * @param threads stream threads of each stage
   * @param instanceId names this process among those of the line
   */
  public record Streams(int commitIntervalMs, int threads, String instanceId) {
    /** Checks the ranges. */
    public Streams {
      requireRange("streams.commitIntervalMs", commitIntervalMs, 1, 5000);
      requireRange("streams.threads", threads, 1, 64);
      require(!instanceId.isEmpty(), "streams.instanceId must not be empty");
    }
  }

  /**
   * Where payloads are.
   *
   * @param kind what stores them for others
   * @param url of the store elsewhere; empty for the directory, or for what its kind has by default
   * @param tokenFile file whose first line is the store's bearer token
   * @param timeout of one request
   */
  public record Blobs(
      BlobStoreKind kind, Optional<URI> url, Optional<Path> tokenFile, Duration timeout) {
    /** Checks that a store that has no usual address has one. */
    public Blobs {
      require(kind != BlobStoreKind.HTTP || url.isPresent(), "blobs.url must be given for http");
    }

    @Override
    public String toString() {
      return "Blobs[kind=%s, url=%s, tokenFile=%s, timeout=%s]"
          .formatted(kind, url.map(each -> ShownUrl.of(each.toString())), tokenFile, timeout);
    }
  }

  /**
   * The line's keys.
   *
   * @param seed file with the encrypted mnemonic
   * @param passphraseFile file whose first line opens it; null when the environment has it
   * @param operator where the operator's key comes from; empty for the line's seed
   * @param remote the signer of agents' receipts that has keys of its own; empty for none
   */
  public record Keys(
      Path seed,
      @Nullable Path passphraseFile,
      Optional<OperatorSeed> operator,
      Optional<RemoteSignerSettings> remote) {}

  /**
   * The seed of an operator's key that is not the line's first one.
   *
   * @param seed file with the encrypted mnemonic
   * @param passphraseFile file whose first line opens it; empty for the passphrase of the line's
   */
  public record OperatorSeed(Path seed, Optional<Path> passphraseFile) {}

  private static void requireRange(String name, int value, int least, int most) {
    require(
        value >= least && value <= most,
        "%s must be from %d to %d: %d".formatted(name, least, most, value));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
