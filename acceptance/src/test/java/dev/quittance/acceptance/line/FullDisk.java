package dev.quittance.acceptance.line;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that takes nothing more until it is freed: a small file system that is full, mounted
 * over it, where this user may mount; else the folder made unwritable.
 */
public final class FullDisk implements AutoCloseable {
  private static final String SIZE = "size=2m";
  private static final int BLOCK = 4096;

  private final Path folder;
  private final boolean isMounted;

  private FullDisk(Path folder, boolean isMounted) {
    this.folder = folder;
    this.isMounted = isMounted;
  }

  /** Makes a folder take nothing more. */
  public static FullDisk over(Path folder) {
    boolean isMounted =
        run(List.of("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString()));
    FullDisk disk = new FullDisk(folder, isMounted);
    if (isMounted) {
      disk.fill();
    } else {
      disk.permit("r-xr-xr-x");
    }
    return disk;
  }

  /** How it is done. */
  public String how() {
    return isMounted ? "a full tmpfs" : "an unwritable folder";
  }

  /** Makes room again. */
  public void free() {
    try {
      if (isMounted) {
        Files.deleteIfExists(filler());
      } else {
        permit("rwxr-xr-x");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes room, and takes what was written meanwhile to where it would have been. */
  @Override
  public void close() {
    free();
    if (!isMounted) {
      return;
    }
    Path kept = folder.resolveSibling("kept-blobs");
    if (!run(List.of("cp", "-r", folder + "/.", kept.toString()))
        || !run(List.of("umount", folder.toString()))
        || !run(List.of("cp", "-r", kept + "/.", folder.toString()))) {
      throw new AssertionError("can't take the file system over " + folder + " away");
    }
  }

  private void fill() {
    try (OutputStream filler = Files.newOutputStream(filler())) {
      byte[] block = new byte[BLOCK];
      while (Files.getFileStore(folder).getUsableSpace() > 0) {
        filler.write(block);
        filler.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  private void permit(String permissions) {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path directory : inside.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean run(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
