package dev.quittance.line;

import dev.quittance.platform.config.Settings;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One of the processes that run a line's stages.
 *
 * @param id names it among those of the same stage; kept over its restarts
 * @param folder where it keeps what can be made again from the topics; nobody else's
 */
public record Instance(String id, Path folder) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** The one process of its settings. */
  public static Instance of(Settings settings) {
    return new Instance(settings.streams().instanceId(), settings.data());
  }

  /**
   * One of several with the same settings; its folder lies in the data directory.
   *
   * @throws LineProblem if that is no name
   */
  public static Instance named(String name, Settings settings) {
    if (!NAME.matcher(name).matches() || name.startsWith(".")) {
      throw new LineProblem(
          LineProblem.Kind.NOT_SET_UP,
          "\"" + name + "\" is no name of an instance",
          "Use letters, digits, dots, underscores and hyphens, at most 100, no dot first.");
    }
    return new Instance(name, settings.data().resolve("instances").resolve(name));
  }
}
