package dev.quittance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What this process and those that it started use, as the system counts it. */
final class ProcessUsage {
  private static final String PEAK = "VmHWM:";
  private static final String NOW = "VmRSS:";

  private ProcessUsage() {}

  /** Processor time so far, this process and those below it. */
  static Duration cpu() {
    return processes()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Memory that is resident now. */
  static Memory resident() {
    return memory(NOW);
  }

  /** Memory of a process that is resident now, in bytes. */
  static long resident(ProcessHandle process) {
    return bytes(process, NOW);
  }

  /** The most that has been resident since {@link #forgetPeak}, or since the processes began. */
  static Memory peak() {
    return memory(PEAK);
  }

  /** Starts to look for the peak anew, where the system can (Linux: proc(5), clear_refs). */
  static void forgetPeak() {
    processes()
        .forEach(process -> {
          try {
            Files.writeString(file(process, "clear_refs"), "5");
          } catch (IOException | UnsupportedOperationException _) {
            // Without it the peak counts from the start of the process.
            return;
          }
        });
  }

  private static Memory memory(String line) {
    long own = bytes(ProcessHandle.current(), line);
    long others =
        ProcessHandle.current().descendants().mapToLong(process -> bytes(process, line)).sum();
    return new Memory(own, others);
  }

  private static Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants());
  }

  private static long bytes(ProcessHandle process, String line) {
    try (Stream<String> lines = Files.lines(file(process, "status"))) {
      return lines
          .filter(text -> text.startsWith(line))
          .mapToLong(text -> Long.parseLong(text.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }

  private static Path file(ProcessHandle process, String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }
}
