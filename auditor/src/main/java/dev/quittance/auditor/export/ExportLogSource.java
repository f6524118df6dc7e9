package dev.quittance.auditor.export;

import dev.quittance.auditor.source.SourceProblem;
import dev.quittance.auditor.source.TopicLogSource;
import dev.quittance.receipts.crypto.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The log in an export. Thread-safe. */
public final class ExportLogSource extends TopicLogSource {

  private final Manifest manifest;
  private final String version;
  private final List<SourceProblem> problems;

  private ExportLogSource(
      ExportTopics topics, Manifest manifest, String version, List<SourceProblem> problems) {
    super(topics);
    this.manifest = manifest;
    this.version = version;
    this.problems = problems;
  }

  /** What came of opening a folder. */
  public sealed interface Opening {}

  /** It is an export; its {@link #problems} say whether all of it can be read. */
  public record Opened(ExportLogSource source) implements Opening {}

  /** It is none that can be read; {@code reason} says why and what to do. */
  public record Refused(String reason) implements Opening {}

  /** Opens an export and reads every file once, to see whether it is what the manifest says. */
  public static Opening open(Path folder) {
    Path file = folder.resolve(Manifest.FILE);
    try {
      String text = Files.readString(file);
      Manifest manifest = Manifest.parse(text);
      return new Opened(
          new ExportLogSource(
              new ExportTopics(folder, manifest),
              manifest,
              Sha256.hash(text.getBytes(StandardCharsets.UTF_8)).toString(),
              FileChecks.problems(folder, manifest)));
    } catch (NoSuchFileException _) {
      return new Refused("%s is no export: there is no %s in it".formatted(folder, Manifest.FILE));
    } catch (IOException e) {
      return new Refused("%s can't be read: %s".formatted(file, e.getMessage()));
    } catch (IllegalArgumentException e) {
      return new Refused("%s %s".formatted(file, e.getMessage()));
    }
  }

  /** What it consists of. */
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public long periodsAtMost() {
    return manifest.to() + 1;
  }

  @Override
  public List<SourceProblem> problems() {
    return problems;
  }

  @Override
  protected long untilMs() {
    return manifest.exportedAtMs();
  }
}
