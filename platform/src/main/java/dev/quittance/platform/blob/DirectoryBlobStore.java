package dev.quittance.platform.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Payloads as files {@code ab/abcdef…} below a directory, and {@code named/} beside them.
 *
 * <p>A file appears under its name only when it is whole: it is written beside, forced to disk and
 * renamed. What a crash leaves beside is never read.
 */
public final class DirectoryBlobStore implements BlobStore {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");

  private final Path directory;

  /** Uses {@code directory}, made when missing. */
  public DirectoryBlobStore(Path directory) {
    this.directory = directory;
  }

  @Override
  public byte[] put(byte[] payload) {
    byte[] hash = sha256(payload);
    Path file = fileOf(hash);
    if (!Files.exists(file)) {
      try {
        write(directoryOf(hash), file, payload);
      } catch (IOException e) {
        throw new BlobStoreUnavailable("can't store a payload in " + directory, e);
      }
    }
    return hash;
  }

  @Override
  public Optional<byte[]> get(byte[] sha256) {
    Path file = fileOf(sha256);
    byte[] payload;
    try {
      payload = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BlobStoreUnavailable("can't read a payload from " + directory, e);
    }
    if (!MessageDigest.isEqual(sha256(payload), sha256)) {
      throw new UncheckedIOException(
          "can't read a payload from " + directory,
          new IOException("the content of " + file + " is not what its name says"));
    }
    return Optional.of(payload);
  }

  @Override
  public boolean contains(byte[] sha256) {
    return Files.exists(fileOf(sha256));
  }

  @Override
  public Optional<URI> uriOf(byte[] sha256) {
    return contains(sha256)
        ? Optional.of(fileOf(sha256).toAbsolutePath().normalize().toUri())
        : Optional.empty();
  }

  @Override
  public Publication publish(String name, byte[] content) {
    Optional<byte[]> there = published(name);
    if (there.isPresent()) {
      return Arrays.equals(there.get(), content) ? Publication.SAME : Publication.DIFFERENT;
    }
    Path file = fileNamed(name);
    try {
      write(Objects.requireNonNull(file.getParent()), file, content);
    } catch (IOException e) {
      throw new BlobStoreUnavailable("can't store " + name + " in " + directory, e);
    }
    return Publication.STORED;
  }

  @Override
  public Optional<byte[]> published(String name) {
    try {
      return Optional.of(Files.readAllBytes(fileNamed(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BlobStoreUnavailable("can't read " + name + " from " + directory, e);
    }
  }

  private Path fileNamed(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name for what is public: " + name);
    }
    return directory.resolve("named").resolve(name);
  }

  private static void write(Path folder, Path file, byte[] payload) throws IOException {
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, "partial-", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceDirectory(folder);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** The rename itself must survive a power cut, not only the content. */
  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path directoryOf(byte[] sha256) {
    return directory.resolve(HexFormat.of().formatHex(sha256, 0, 1));
  }

  private Path fileOf(byte[] sha256) {
    return directoryOf(sha256).resolve(HexFormat.of().formatHex(sha256));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
