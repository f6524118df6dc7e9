package dev.quittance.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The exclusive right of this process to what an instance of some stages keeps on disk. It ends
 * with {@link #close} or with the process, however that dies.
 */
public final class InstanceLock implements AutoCloseable {
  private final List<FileChannel> channels;

  private InstanceLock(List<FileChannel> channels) {
    this.channels = channels;
  }

  /**
   * Takes the right.
   *
   * @throws LineProblem if another process has it, which is named then, or the folder can't be
   *     written
   */
  public static InstanceLock take(Instance instance, List<String> stages) {
    InstanceLock lock = new InstanceLock(new ArrayList<>());
    try {
      Path folder = Files.createDirectories(instance.folder());
      for (String stage : stages) {
        lock.channels.add(take(folder.resolve(stage + ".lock"), stage, instance));
      }
      return lock;
    } catch (IOException e) {
      lock.close();
      throw new LineProblem(
          LineProblem.Kind.NOT_SET_UP,
          "the folder " + instance.folder() + " can't be written: " + e,
          "Set data to a folder that this user may write to.");
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public void close() {
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static FileChannel take(Path file, String stage, Instance instance) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(file, stage, instance);
    }
    if (!locked) {
      channel.close();
      throw inUse(file, stage, instance);
    }
    channel.truncate(0);
    channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
    return channel;
  }

  private static LineProblem inUse(Path file, String stage, Instance instance) {
    return new LineProblem(
        LineProblem.Kind.NOT_SET_UP,
        "stage %s is run already, as instance %s, by %s (%s)"
            .formatted(stage, instance.id(), holder(file), file),
        "Stop that process, or give this one a name and a port of its own: --instance NAME --port"
            + " 0.");
  }

  private static String holder(Path file) {
    try {
      String pid = Files.readString(file, UTF_8).strip();
      return pid.isEmpty() ? "another process" : "process " + pid;
    } catch (IOException _) {
      return "another process";
    }
  }
}
