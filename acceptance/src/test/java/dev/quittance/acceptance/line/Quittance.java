package dev.quittance.acceptance.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program in a process of its own, as {@code ./quittance} starts it. */
public final class Quittance {
  private Quittance() {}

  /**
   * The command that runs it.
   *
   * @param beside what is in a folder that is removed afterwards: a process that is killed leaves
   *     what it has unpacked
   * @param heapMb its heap at most, in MiB
   */
  public static List<String> command(Path beside, int heapMb, String... arguments) {
    Path home = Path.of(System.getProperty("quittance.home"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx" + heapMb + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary(beside),
            "-Dquittance.home=" + home,
            "-jar",
            home.resolve("cli/target/quittance.jar").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path temporary(Path beside) {
    try {
      return Files.createDirectories(beside.toAbsolutePath().resolveSibling("tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
