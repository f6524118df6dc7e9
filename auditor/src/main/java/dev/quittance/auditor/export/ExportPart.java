package dev.quittance.auditor.export;

import dev.quittance.receipts.crypto.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * An export as its manifest states it: all that there is, or one part of a chain of them.
 *
 * @param folder where its files are
 * @param manifest what it consists of
 * @param sha256 of the bytes of {@code manifest.json}, by which the part after it names it
 */
public record ExportPart(Path folder, Manifest manifest, String sha256) {

  /** What came of reading a manifest. */
  public sealed interface Reading {}

  /** It states this. */
  public record Found(ExportPart part) implements Reading {}

  /** It is none that can be read; {@code reason} says why. */
  public record Unreadable(String reason) implements Reading {}

  /** Reads the manifest of an export and none of its other files. */
  public static Reading read(Path folder) {
    return read(folder, folder.resolve(Manifest.FILE));
  }

  /** The same; a manifest that was kept without the files may be named itself. */
  public static Reading readManifest(Path folderOrManifest) {
    return Files.isRegularFile(folderOrManifest)
        ? read(folderOrManifest.toAbsolutePath().resolveSibling(""), folderOrManifest)
        : read(folderOrManifest);
  }

  private static Reading read(Path folder, Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Manifest manifest = Manifest.parse(new String(bytes, StandardCharsets.UTF_8));
      return new Found(new ExportPart(folder, manifest, Sha256.hash(bytes).toString()));
    } catch (NoSuchFileException _) {
      return new Unreadable(
          "%s is no export: there is no %s in it".formatted(folder, Manifest.FILE));
    } catch (IOException e) {
      return new Unreadable("%s can't be read: %s".formatted(file, e.getMessage()));
    } catch (IllegalArgumentException e) {
      return new Unreadable("%s %s".formatted(file, e.getMessage()));
    }
  }

  /** Whether it goes on from another part. */
  boolean goesOnFrom(ExportPart before) {
    return manifest.from() == before.manifest.to() + 1
        && manifest.after().filter(before.sha256::equals).isPresent();
  }
}
