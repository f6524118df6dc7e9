package dev.quittance.platform.config;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which settings must not be shown, and what is shown in their place. */
final class Secrets {
  static final String MASK = "****";

  /** Kafka's names of secrets: passwords, JAAS lines, OAuth secrets, private keys as PEM. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("password|secret|jaas|token|credential|assertion|keystore\\.key");

  /** Names that ask for a secret itself, not for a number of tokens or a file. */
  private static final Pattern EXECUTOR_SECRET =
      Pattern.compile(
          "token|.*(api[-_]?key|password|passphrase|secret|credential|(access|auth|bearer|api)[-_]?token)s?");

  private static final Pattern URL =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)?([^/?@]*@)?([^/?]*)(.*)", Pattern.DOTALL);

  private Secrets() {}

  /** Whether the setting's name says that its value is a secret; a JSON Pointer is a name too. */
  static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether a member of an executor's settings holds a secret. */
  static boolean isExecutorSecret(String name) {
    return EXECUTOR_SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** A setting, by name or JSON Pointer, as it may be shown. */
  static String masked(String name, String value) {
    if (isSecret(name)) {
      return MASK;
    }
    return switch (name) {
      case "/chain/rpc" ->
          Arrays.stream(value.split(" ")).map(each -> url(each, true)).collect(joining(" "));
      case "/registry/url", "/blobs/url" -> url(value, false);
      default -> value;
    };
  }

  /** A URL without its user; RPC providers put their keys into the path or the query as well. */
  private static String url(String url, boolean isPathSecret) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return MASK;
    }
    String scheme = parts.group(1) == null ? "" : parts.group(1);
    String user = parts.group(2) == null ? "" : MASK + "@";
    String rest = parts.group(4);
    return scheme + user + parts.group(3) + (isPathSecret && rest.length() > 1 ? "/" + MASK : rest);
  }
}
