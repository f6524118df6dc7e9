package dev.quittance.cli.up;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One process to run.
 *
 * @param stage what it runs
 * @param instance its name, also over its restarts
 * @param config the line's settings
 * @param host that it listens on
 * @param folder where its log and its identity are written
 */
record StageSpec(String stage, String instance, Path config, String host, Path folder) {
  /** Heap of a stage; stores live outside of it. */
  private static final String HEAP = "-Xmx192m";

  /** The gateway buffers bodies, and the order view is beside it. */
  private static final String HEAP_OF_INGEST = "-Xmx256m";

  private static final String INGEST = "ingest";

  /** The command line of the process, listening on a port. */
  List<String> command(int port) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            stage.equals(INGEST) ? HEAP_OF_INGEST : HEAP,
            "-Xms24m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.io.tmpdir=" + temporary(),
            "-Dquittance.home=" + System.getProperty("quittance.home", ""),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.quittance.cli.QuittanceMain",
            "run",
            stage,
            "--config",
            config.toString(),
            "--instance",
            instance,
            "--port",
            Integer.toString(port),
            "--log",
            "json"));
    return command;
  }

  Path log() {
    return folder.resolve(instance + ".log");
  }

  /** For what the process unpacks, 17 MB of native libraries, and leaves when it is killed. */
  Path temporary() {
    return folder.resolve(instance + ".tmp").toAbsolutePath();
  }

  Path identity() {
    return folder.resolve(instance + ".pid");
  }
}
