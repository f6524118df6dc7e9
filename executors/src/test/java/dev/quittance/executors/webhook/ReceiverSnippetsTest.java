package dev.quittance.executors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quittance.executors.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receivers' checks in docs/executors.md and docs/webhooks.md are run as they stand there. */
class ReceiverSnippetsTest {
  private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String BODY = "{\"payload\":{\"text\":\"Grüße\"}}";

  @TempDir Path folder;

  @Test
  void node() throws Exception {
    String check =
        snippet("js")
            + """
            for (let i = 2; i < process.argv.length; i += 5) {
              const [id, timestamp, signature, body, secret] = process.argv.slice(i);
              const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
              console.log(isGenuine(headers, body, secret));
            }
            """;
    judges(List.of("node", written("check.mjs", check)));
  }

  @Test
  void python() throws Exception {
    assumeTrue(
        runs(List.of("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))")),
        "needs Python 3.9");
    String check =
        snippet("python")
            + """

            import sys
            for i in range(1, len(sys.argv), 5):
                id, timestamp, signature, body, secret = sys.argv[i:i + 5]
                headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature}
                print(str(is_genuine(headers, body.encode(), secret)).lower())
            """;
    judges(List.of("python3", "-X", "utf8", written("check.py", check)));
  }

  @Test
  void java() throws Exception {
    String check =
        """
        import java.nio.charset.StandardCharsets;
        import java.security.GeneralSecurityException;
        import java.security.MessageDigest;
        import java.time.Instant;
        import java.util.Arrays;
        import java.util.Base64;
        import javax.crypto.Mac;
        import javax.crypto.spec.SecretKeySpec;

        class Check {
          public static void main(String[] a) throws Exception {
            for (int i = 0; i < a.length; i += 5) {
              System.out.println(isGenuine(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4]));
            }
          }
        """
            + snippet("java")
            + "}\n";
    Path launcher = Path.of(System.getProperty("java.home"), "bin", "java");
    judges(List.of(launcher.toString(), written("Check.java", check)));
  }

  private void judges(List<String> command) throws Exception {
    long now = Instant.now().getEpochSecond();
    Map<String, String> fresh = signature().headers("task_1", now, BODY);
    Map<String, String> stale = signature().headers("task_1", now - 301, BODY);
    List<String> whole = new ArrayList<>(command);
    add(whole, fresh, BODY, OLD);
    add(whole, fresh, BODY, NEW);
    add(whole, fresh, BODY + " ", OLD);
    add(whole, fresh, BODY, OLD.replace('M', 'N'));
    add(whole, stale, BODY, OLD);

    ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines()).containsExactly("true", "true", "false", "false", "false");
  }

  private static void add(
      List<String> arguments, Map<String, String> headers, String body, String secret) {
    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      arguments.add(String.valueOf(headers.get(name)));
    }
    arguments.add(body);
    arguments.add(secret);
  }

  private static boolean runs(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private String written(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static WebhookSignature signature() throws Exception {
    return WebhookSignature.of(List.of(new Secret(NEW), new Secret(OLD)));
  }

  /** The signature check in a language: the first block that starts with its mark. */
  @ParameterizedTest
  @ValueSource(strings = {"js", "python", "java"})
  void thePageOnOutgoingWebhooksHasTheSameChecks(String language) throws IOException {
    assertThat(snippet("webhooks.md", language)).isEqualTo(snippet(language));
  }

  private static String snippet(String language) throws IOException {
    return snippet("executors.md", language);
  }

  private static String snippet(String file, String language) throws IOException {
    String page = Files.readString(Path.of(System.getProperty("quittance.home"), "docs", file));
    String section = page.substring(page.indexOf("### Check the signature"));
    int start = section.indexOf("```" + language + "\n") + language.length() + 4;
    return section.substring(start, section.indexOf("```", start));
  }
}
