package dev.quittance.acceptance.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.line.LineStages;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * Lets nobody do what was not granted: a listener with TLS and passwords, one user for each stage
 * and one for the operator, and Kafka's own authorizer behind it.
 *
 * <p>The broker, its controller and the registry keep the plain listener, which is nobody's who has
 * a password; whoever comes by it is a super user.
 */
public final class Guard {
  private static final String LISTENER = "GUARDED";
  private static final String OPERATOR = "operator";
  private static final String STAGE_PREFIX = "quittance-";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> passwords = new TreeMap<>();
  private final int port = FreePorts.next();
  private final Path keys;
  private final Path certificate;
  private final String keysPassword;

  /** Makes the users and a certificate in a folder. */
  public static Guard make(Path folder, Random random) throws IOException {
    return new Guard(folder, random);
  }

  private Guard(Path folder, Random random) throws IOException {
    passwords.put(OPERATOR, password(random));
    LineStages.NAMES.forEach(stage -> passwords.put(STAGE_PREFIX + stage, password(random)));
    this.keys = folder.resolve("broker.p12");
    this.certificate = folder.resolve("ca.pem");
    this.keysPassword = password(random);
    keytool(
        "-genkeypair -alias broker -keyalg EC -groupname secp256r1 -dname CN=127.0.0.1",
        "-ext san=ip:127.0.0.1 -validity 2 -storetype PKCS12");
    keytool("-exportcert -rfc -alias broker -file", certificate.toString());
  }

  /** Puts the listener and the authorizer into a node's settings. */
  void adjust(Properties node) {
    append(node, "listeners", LISTENER + "://127.0.0.1:" + port);
    append(node, "advertised.listeners", LISTENER + "://127.0.0.1:" + port);
    append(node, "listener.security.protocol.map", LISTENER + ":SASL_SSL");
    node.setProperty(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    node.setProperty("allow.everyone.if.no.acl.found", "false");
    node.setProperty("super.users", "User:ANONYMOUS;User:" + OPERATOR);
    node.setProperty("sasl.enabled.mechanisms", "PLAIN");
    String prefix = "listener.name." + LISTENER.toLowerCase(Locale.ROOT) + ".";
    StringBuilder users = new StringBuilder(PLAIN);
    passwords.forEach((user, password) ->
        users.append(" user_").append(user).append("=\"").append(password).append('"'));
    node.setProperty(prefix + "plain.sasl.jaas.config", users.append(';').toString());
    node.setProperty(prefix + "ssl.keystore.type", "PKCS12");
    node.setProperty(prefix + "ssl.keystore.location", keys.toString());
    node.setProperty(prefix + "ssl.keystore.password", keysPassword);
    node.setProperty(prefix + "ssl.key.password", keysPassword);
  }

  /** Where the line reaches the broker. */
  String brokers() {
    return "127.0.0.1:" + port;
  }

  /** Lines of the settings' section {@code kafka}, with the operator's password. */
  String settings() {
    return """
      security.protocol: SASL_SSL
      sasl.mechanism: PLAIN
      sasl.jaas.config: '%s'
      ssl.truststore.type: PEM
      ssl.truststore.location: %s
    """
        .formatted(login(OPERATOR), certificate);
  }

  /** What a stage's process is started with: it is somebody else than the operator. */
  Map<String, String> environmentOf(String stage) {
    return Map.of("QUITTANCE_KAFKA_SASL_JAAS_CONFIG", login(STAGE_PREFIX + stage));
  }

  /** The operator grants what {@code topics apply --acls} prints, and nothing else. */
  void grantWhatIsPrinted(Path settingsFile, Settings settings) {
    Cli.Outcome printed =
        Cli.run("topics", "apply", "--acls", "--json", "-c", settingsFile.toString());
    assertThat(printed.exitCode()).as(printed.out()).isZero();
    List<AclBinding> rights = printed.out().lines().flatMap(it -> bindings(it).stream()).toList();
    assertThat(rights).isNotEmpty();
    try (Admin admin = SettingsWiring.kafkaAccess(settings).admin()) {
      admin.createAcls(rights).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError("the rights can't be granted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private String login(String user) {
    return "%s username=\"%s\" password=\"%s\";".formatted(PLAIN, user, passwords.get(user));
  }

  private static List<AclBinding> bindings(String line) {
    try {
      JsonNode right = JSON.readTree(line);
      ResourcePattern on =
          new ResourcePattern(
              ResourceType.fromString(right.path("resource").asText()),
              right.path("name").asText(),
              PatternType.fromString(right.path("pattern").asText()));
      List<AclBinding> bindings = new ArrayList<>();
      for (JsonNode operation : right.path("operations")) {
        bindings.add(
            new AclBinding(
                on,
                new AccessControlEntry(
                    right.path("principal").asText(),
                    "*",
                    SecurityUtils.operation(operation.asText()),
                    AclPermissionType.ALLOW)));
      }
      return bindings;
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }

  private static void append(Properties node, String name, String value) {
    node.setProperty(name, node.getProperty(name) + "," + value);
  }

  private static String password(Random random) {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void keytool(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(String.join(" ", words).split(" ")));
    command.addAll(
        List.of(
            "-keystore", keys.toString(), "-storepass", keysPassword, "-keypass", keysPassword));
    Path said = Files.createTempFile(keys.getParent(), "keytool", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    int exitCode = process.onExit().join().exitValue();
    assertThat(exitCode).as(Files.readString(said)).isZero();
  }
}
