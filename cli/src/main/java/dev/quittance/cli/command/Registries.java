package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.ShownUrl;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.http.BlockingHttp.Answer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Whether the registry answers: a process that has read no schema yet can't begin without it. */
final class Registries {
  private static final int TIMEOUT_MS = 15_000;

  private Registries() {}

  /** Fails with what to do when it does not. */
  static void requireReachable(Settings settings) {
    problem(settings)
        .ifPresent(reason -> {
          throw new CommandFailure(
              ExitCode.FAILED,
              "the schema registry "
                  + ShownUrl.of(settings.registry().url())
                  + " can't be asked, and nothing can be read without it: "
                  + reason,
              "Check that it is up, and registry.url in the settings; then start this again.");
        });
  }

  /** Why it can't be asked; empty when it can. */
  static Optional<String> problem(Settings settings) {
    String url = settings.registry().url();
    try (BlockingHttp http = new BlockingHttp(TIMEOUT_MS)) {
      Answer answer = http.send(HttpMethod.GET, url + "/system/info", Map.of(), null);
      return answer.isSuccess()
          ? Optional.empty()
          : Optional.of(ShownUrl.of(url) + " answers HTTP " + answer.status());
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
