package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine that something was measured on.
 *
 * @param processor model, where the system tells
 * @param processors that this process may use
 * @param system name and version
 * @param java version of the virtual machine
 */
public record Machine(String processor, int processors, String system, String java) {
  /** This one. */
  static Machine here() {
    return new Machine(
        model(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""),
        System.getProperty("java.vm.name", "") + " " + Runtime.version());
  }

  void write(ObjectNode json) {
    json.put("processor", processor)
        .put("processors", processors)
        .put("system", system)
        .put("java", java);
  }

  private static String model() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch", ""));
    } catch (IOException _) {
      return System.getProperty("os.arch", "");
    }
  }
}
