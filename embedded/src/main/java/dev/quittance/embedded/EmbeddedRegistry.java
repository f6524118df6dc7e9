package dev.quittance.embedded;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Apicurio Registry 3.3.3 as a child process on loopback. Its storage is Kafka ({@code kafkasql}):
 * schemas and their ids live in the broker's data and survive a restart; the data directory holds
 * only the log, the ports and the process's identity.
 *
 * <p>Thread-safe. The process ends with {@link #close} or with the virtual machine; after a kill of
 * this process the next start on the same directory ends it.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  /** Short: it has nothing to save, and without its broker it does not end by itself for long. */
  private static final Duration LEFT_OVER_PATIENCE = Duration.ofMillis(500);

  private static final String NAME = "registry";

  private final DataDirLock lock;
  private final ChildProcess child;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedRegistry(DataDirLock lock, ChildProcess child, int port) {
    this.lock = lock;
    this.child = child;
    this.port = port;
  }

  /**
   * Starts the registry and returns when it is ready.
   *
   * @param dataDir its own directory, created if needed
   * @param bootstrapServers the Kafka cluster that keeps its data, {@code host:port,…}
   * @throws EmbeddedPartFailed when it cannot be started; nothing is left running then
   */
  public static EmbeddedRegistry start(Path dataDir, String bootstrapServers) {
    return start(dataDir, bootstrapServers, EmbeddedParts.locate(), true);
  }

  static EmbeddedRegistry start(
      Path dataDir, String bootstrapServers, EmbeddedParts parts, boolean closeOnExit) {
    Path jar = parts.registryJar();
    Path directory = dataDir.toAbsolutePath();
    DataDirLock lock = DataDirLock.take(EmbeddedPart.REGISTRY, directory);
    try {
      return start(lock, directory, jar, bootstrapServers, closeOnExit);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** Returns the address of the registry's API, version 3. */
  public String url() {
    return "http://127.0.0.1:" + port + "/apis/registry/v3";
  }

  /** Returns the child's process id. */
  public long pid() {
    return child.pid();
  }

  /** Returns where the registry writes its log. */
  public Path logFile() {
    return child.spec().logFile();
  }

  /** Ends the process. Closing twice is harmless. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (lock) {
        child.close();
      }
    }
  }

  private static EmbeddedRegistry start(
      DataDirLock lock, Path directory, Path jar, String bootstrapServers, boolean closeOnExit) {
    ChildRecord.endLeftOver(directory.resolve(NAME + ".pid"), LEFT_OVER_PATIENCE);
    Map<String, Integer> ports =
        KeptPorts.choose(
            KeptProperties.open(directory.resolve("kept.properties")),
            List.of("http", "management"));
    int http = ports.getOrDefault("http", 0);
    int management = ports.getOrDefault("management", 0);
    ChildProcess child =
        ChildProcess.start(
            new ChildProcess.Spec(
                EmbeddedPart.REGISTRY,
                NAME,
                command(jar, http, management),
                environment(bootstrapServers),
                directory),
            closeOnExit);
    try {
      Readiness.await(child, ready(management), START_TIMEOUT, it -> it.statusCode() == 200);
      return new EmbeddedRegistry(lock, child, http);
    } catch (RuntimeException | Error e) {
      child.close();
      throw e;
    } finally {
      KeptPorts.letGo(ports.values());
    }
  }

  private static List<String> command(Path jar, int http, int management) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + http,
        "-Dquarkus.management.host=127.0.0.1",
        "-Dquarkus.management.port=" + management,
        "-Dquarkus.log.category.\"org.apache.kafka\".level=WARN",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-jar",
        jar.toString());
  }

  private static Map<String, String> environment(String bootstrapServers) {
    return Map.of(
        "APICURIO_STORAGE_KIND",
        "kafkasql",
        "APICURIO_KAFKASQL_BOOTSTRAP_SERVERS",
        bootstrapServers,
        // Its start waits several times for a poll to come back empty, 5 s each by default.
        "APICURIO_KAFKASQL_CONSUMER_POLL_TIMEOUT",
        "500");
  }

  private static HttpRequest ready(int management) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/health/ready"))
        .timeout(Duration.ofSeconds(5))
        .build();
  }
}
