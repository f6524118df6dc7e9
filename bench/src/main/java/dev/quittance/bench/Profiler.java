package dev.quittance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import one.profiler.AsyncProfiler;
import one.profiler.AsyncProfilerLoader;
import one.profiler.Counter;

/**
 * async-profiler in this process, on processor time: works without the kernel's perf events.
 *
 * @see <a href="https://github.com/async-profiler/async-profiler">async-profiler</a>
 */
final class Profiler {
  private static final String START = "start,event=ctimer,interval=1ms,threads";

  private final AsyncProfiler profiler;
  private final Path folder;

  private Profiler(AsyncProfiler profiler, Path folder) {
    this.profiler = profiler;
    this.folder = folder;
  }

  /** Loads the profiler's library; its results go to a folder. */
  static Profiler into(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new Profiler(AsyncProfilerLoader.load(), folder);
  }

  /** Starts to take samples. */
  void start() throws IOException {
    profiler.execute(START);
  }

  /**
   * Stops and writes {@code PHASE.html} (a flame graph) and {@code PHASE.collapsed} (its stacks).
   */
  Profile stop(String phase) throws IOException {
    profiler.stop();
    Path flames = folder.resolve(phase + ".html").toAbsolutePath();
    profiler.execute("flamegraph,threads,title=" + phase + ",file=" + flames);
    String collapsed = profiler.dumpCollapsed(Counter.SAMPLES);
    Files.writeString(folder.resolve(phase + ".collapsed"), collapsed);
    return Profile.of(phase, collapsed.lines(), Optional.of(flames));
  }
}
