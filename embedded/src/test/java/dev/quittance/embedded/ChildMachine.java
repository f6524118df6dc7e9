package dev.quittance.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A virtual machine of its own that starts a cluster or a devnet and can be killed. */
final class ChildMachine implements AutoCloseable {
  private static final String READY = "READY ";

  private final Process process;
  private final List<ProcessHandle> children;

  private ChildMachine(Process process, List<ProcessHandle> children) {
    this.process = process;
    this.children = children;
  }

  /** Starts the parts, prints the process ids of their children, and stays. */
  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments[1]);
    List<Long> pids =
        switch (arguments[0]) {
          case "cluster" ->
              pids(
                  EmbeddedCluster.start(
                      directory, EmbeddedCluster.Options.defaults(), System.out::println));
          case "chain" -> List.of(EmbeddedChain.start(directory).pid());
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    System.out.println(
        READY + String.join(" ", pids.stream().map(pid -> Long.toString(pid)).toList()));
    Thread.currentThread().join();
  }

  /** Starts the machine and returns when its parts are ready. */
  static ChildMachine start(String what, Path directory) throws IOException {
    String classPath =
        Optional.ofNullable(System.getProperty("surefire.test.class.path"))
            .orElse(System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquittance.home=" + System.getProperty("quittance.home"),
                "-cp",
                classPath,
                ChildMachine.class.getName(),
                what,
                directory.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return new ChildMachine(process, handles(line.substring(READY.length())));
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("The machine did not start: " + seen);
  }

  long pid() {
    return process.pid();
  }

  /** Returns those of its child processes that live. */
  List<Long> livingChildren() {
    return children.stream().filter(ProcessHandle::isAlive).map(ProcessHandle::pid).toList();
  }

  /** Ends the machine as {@code kill -9} does: nothing in it runs any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends the machine as {@code kill} does: its shutdown hooks run. */
  void terminate() throws InterruptedException {
    process.toHandle().destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static List<Long> pids(EmbeddedCluster cluster) {
    return List.of(cluster.registry().pid(), cluster.chain().pid());
  }

  private static List<ProcessHandle> handles(String pids) {
    return Stream.of(pids.split(" ", -1))
        .map(Long::parseLong)
        .map(ProcessHandle::of)
        .flatMap(Optional::stream)
        .toList();
  }
}
