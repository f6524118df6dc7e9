package dev.quittance.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is that this program runs from. */
public final class Home {
  private Home() {}

  /** The root of the checkout, given by the launcher. */
  public static Path directory() {
    String home = System.getProperty("quittance.home", "");
    Path path = Path.of(home.isEmpty() ? "." : home).toAbsolutePath().normalize();
    if (!Files.isDirectory(path.resolve("samples"))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there are no samples in " + path,
          "Start the program by the script ./quittance at the root of a checkout.");
    }
    return path;
  }
}
