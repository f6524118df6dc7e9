package dev.quittance.platform.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which settings must not be shown, and what is shown in their place. */
final class Secrets {
  static final String MASK = "****";

  /** Kafka's names of secrets: passwords, JAAS lines, OAuth secrets, private keys as PEM. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("password|secret|jaas|token|credential|assertion|keystore\\.key");

  /** RPC providers put their keys into the path or the query. */
  private static final Pattern URL = Pattern.compile("(https?://)([^/?@]*@)?([^/?]*)(.*)");

  private Secrets() {}

  /** A Kafka client setting as it may be shown. */
  static String masked(String name, String value) {
    return isSecret(name) ? MASK : value;
  }

  /** Whether the setting's name says that its value is a secret; a JSON Pointer is a name too. */
  static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** Scheme, host and port; what follows is masked, as is a user. */
  static String maskedUrl(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return MASK;
    }
    String rest = parts.group(4);
    return parts.group(1) + parts.group(3) + (rest.length() > 1 ? "/" + MASK : rest);
  }
}
