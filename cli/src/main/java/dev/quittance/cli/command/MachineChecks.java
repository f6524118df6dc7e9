package dev.quittance.cli.command;

import dev.quittance.embedded.EmbeddedPartFailed;
import dev.quittance.embedded.EmbeddedParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether this machine has what building and the demo need. */
final class MachineChecks {
  private static final int JDK = 25;
  private static final int TIMEOUT_S = 15;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)[.\\w-]*");

  private MachineChecks() {}

  /** All of them. */
  static List<Check> run() {
    return List.of(
        jdk(),
        program("Maven", 3, 8, "Install Maven 3.8 or newer: https://maven.apache.org", "mvn", "-v"),
        program("Node", 20, 0, "Install Node 20 or newer: https://nodejs.org", "node", "--version"),
        program("npm", 1, 0, "Install npm; it comes with Node.", "npm", "--version"),
        parts());
  }

  private static Check jdk() {
    String found = System.getProperty("java.version") + ", " + System.getProperty("java.home");
    return Runtime.version().feature() >= JDK
        ? Check.ok("JDK", found)
        : Check.missing("JDK", found, "Install JDK 25: https://adoptium.net");
  }

  private static Check parts() {
    try {
      EmbeddedParts parts = EmbeddedParts.locate();
      Path registry = parts.registryJar();
      Path anvil = parts.anvil();
      return Check.ok("embedded parts", registry.getParent() + ", " + anvil.getFileName());
    } catch (EmbeddedPartFailed e) {
      return Check.warn(
          "embedded parts",
          String.valueOf(e.getMessage()),
          "Only 'demo' and tests need them; ./quittance fetches them when it builds.");
    }
  }

  /** A program is asked for its version, which tells too whether it can be run. */
  private static Check program(
      String name, int major, int minor, String advice, String... command) {
    String answer;
    try {
      answer = output(command);
    } catch (IOException e) {
      return Check.missing(name, String.valueOf(e.getMessage()), advice);
    }
    Matcher version = VERSION.matcher(answer);
    if (!version.find()) {
      return Check.warn(name, "says no version", advice);
    }
    int foundMajor = Integer.parseInt(version.group(1));
    int foundMinor = Integer.parseInt(version.group(2));
    boolean enough = foundMajor > major || (foundMajor == major && foundMinor >= minor);
    return enough
        ? Check.ok(name, version.group())
        : Check.missing(name, version.group() + " is too old", advice);
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        throw new IOException(command[0] + " does not end");
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
