package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import java.net.URI;
import picocli.CommandLine.Option;

/** Where Gigent's back end is. */
final class BackEndOption {
  private static final String DEFAULT = "http://localhost:3000";

  @Option(
      names = {"-u", "--url"},
      paramLabel = "URL",
      defaultValue = DEFAULT,
      description = "Base URL of Gigent's back end. Default: ${DEFAULT-VALUE}.")
  private String url = DEFAULT;

  /** Without a slash at the end. */
  String url() {
    try {
      URI uri = URI.create(url);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (isHttp && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return url.replaceAll("/+$", "");
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new CommandFailure(
        ExitCode.USAGE, "-u is no URL of a back end", "Give one such as " + DEFAULT + ".");
  }
}
