package dev.quittance.auditor.export;

import dev.quittance.auditor.source.SourceProblem;
import dev.quittance.auditor.source.TopicLogSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The log in an export, which may have several parts. Thread-safe. */
public final class ExportLogSource extends TopicLogSource {

  private final ExportPart last;
  private final List<SourceProblem> problems;

  private ExportLogSource(ExportChain chain, List<SourceProblem> problems) {
    super(new ExportTopics(chain));
    this.last = chain.last();
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
    return open(List.of(folder));
  }

  /**
   * Opens an export in parts, which must be one chain from period 0 on, and reads every file once.
   *
   * @param folders at least one, in any order
   */
  public static Opening open(List<Path> folders) {
    List<ExportPart> parts = new ArrayList<>();
    for (Path folder : folders) {
      switch (ExportPart.read(folder)) {
        case ExportPart.Found(ExportPart part) -> parts.add(part);
        case ExportPart.Unreadable(String reason) -> {
          return new Refused(reason);
        }
      }
    }
    return switch (ExportChain.link(parts)) {
      case ExportChain.Broken(String reason) -> new Refused(reason);
      case ExportChain.Linked(ExportChain chain) ->
          new Opened(new ExportLogSource(chain, FileChecks.problems(chain)));
    };
  }

  /** Its last part, which states the time of all of it and the contract that pays. */
  public ExportPart last() {
    return last;
  }

  /** The hash of the last manifest, in which those of all others are. */
  @Override
  public String version() {
    return last.sha256();
  }

  @Override
  public long periodsAtMost() {
    return last.manifest().to() + 1;
  }

  @Override
  public List<SourceProblem> problems() {
    return problems;
  }

  @Override
  public long untilMs() {
    return last.manifest().exportedAtMs();
  }
}
