package dev.quittance.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exclusive right of this process to a data directory. It ends with {@link #close} or with the
 * process, however that dies.
 */
final class DataDirLock implements AutoCloseable {
  private static final String FILE_NAME = "in-use.lock";

  /**
   * Directories that this process has. A POSIX lock ends when the process closes <em>any</em>
   * descriptor of the file, so a second attempt from within must not even open it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DataDirLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Creates the directory if needed and takes it.
   *
   * @throws EmbeddedPartFailed when a living process (this one included) has it
   */
  static DataDirLock take(EmbeddedPart part, Path directory) {
    try {
      Path real = Files.createDirectories(directory).toRealPath();
      if (!HELD_HERE.add(real)) {
        throw inUse(part, real, "this very process");
      }
      return lock(part, real);
    } catch (IOException e) {
      throw new EmbeddedPartFailed(
          part,
          "its data directory " + directory + " cannot be written (" + e + ")",
          "Choose a directory that this user may write to.",
          null,
          e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release " + directory, e);
    } finally {
      HELD_HERE.remove(directory);
    }
  }

  private static DataDirLock lock(EmbeddedPart part, Path directory) throws IOException {
    Path file = directory.resolve(FILE_NAME);
    boolean locked = false;
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      locked = channel.tryLock() != null;
      if (!locked) {
        String pid = Files.readString(file, UTF_8).strip();
        throw inUse(part, directory, pid.isEmpty() ? "another process" : "process " + pid);
      }
      channel.truncate(0);
      channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
      return new DataDirLock(directory, channel);
    } finally {
      if (!locked) {
        channel.close();
        HELD_HERE.remove(directory);
      }
    }
  }

  private static EmbeddedPartFailed inUse(EmbeddedPart part, Path directory, String holder) {
    return new EmbeddedPartFailed(
        part,
        "the data directory " + directory + " is in use by " + holder,
        "Stop that process, or choose another data directory.");
  }
}
