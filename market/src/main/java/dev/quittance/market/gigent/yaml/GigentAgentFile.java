package dev.quittance.market.gigent.yaml;

import dev.quittance.platform.config.ConfigProblem;
import dev.quittance.platform.config.ConfigProblem.InFile;
import dev.quittance.platform.config.ConfigProblem.WholeFile;
import dev.quittance.platform.config.YamlTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads {@code gigent-agent.yaml} as Gigent's own runtime does, but tells of everything that is
 * wrong with it, all at once and each with its place.
 */
public final class GigentAgentFile {
  /** Its usual name. */
  public static final String NAME = "gigent-agent.yaml";

  private static final long MAX_BYTES = 1 << 20;
  private static final String TEMPLATE = "gigent-agent.template.yaml";
  private static final Comparator<ConfigProblem> ORDER =
      Comparator.<ConfigProblem>comparingInt(
              problem -> problem.origin() instanceof InFile place ? place.line() : 0)
          .thenComparingInt(
              problem -> problem.origin() instanceof InFile place ? place.column() : 0);

  private GigentAgentFile() {}

  /** What reading comes to. */
  public sealed interface Outcome {}

  /**
   * The agent can be used.
   *
   * @param open what has to be settled before it can run, in the order of the file
   */
  public record Loaded(GigentAgent agent, List<ConfigProblem> open) implements Outcome {
    public Loaded {
      open = List.copyOf(open);
    }
  }

  /**
   * The file can't be used.
   *
   * @param problems all of them, in the order of the file
   */
  public record Invalid(List<ConfigProblem> problems) implements Outcome {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /** Reads a file with the environment variables of this process. */
  public static Outcome load(Path file) {
    return load(file, System.getenv());
  }

  /**
   * Reads a file.
   *
   * @param environment what <code>${NAME}</code> is looked up in
   */
  public static Outcome load(Path file, Map<String, String> environment) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        return unreadable(file, "is longer than 1 MiB; is it an agent's file?");
      }
      return parse(file, Files.readString(file), environment);
    } catch (NoSuchFileException _) {
      return unreadable(file, "there is no such file; write one with `quittance agent init`");
    } catch (CharacterCodingException _) {
      return unreadable(file, "is not UTF-8 text; save it as such");
    } catch (IOException e) {
      return unreadable(
          file, "can't be read (" + e.getClass().getSimpleName() + "); expected a readable file");
    }
  }

  /**
   * The text of a new file.
   *
   * @param name of the agent; letters, digits, spaces and hyphens
   */
  public static String template(String name) {
    try (InputStream in =
        Objects.requireNonNull(GigentAgentFile.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@NAME@", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Outcome parse(Path file, String text, Map<String, String> environment) {
    YamlTree tree = YamlTree.readWithVariables(file, text);
    if (!tree.problems().isEmpty()) {
      return new Invalid(sorted(tree.problems()));
    }
    AgentReader reader = new AgentReader(tree, environment);
    GigentAgent agent = reader.read();
    return reader.problems().isEmpty()
        ? new Loaded(agent, sorted(reader.open()))
        : new Invalid(sorted(reader.problems()));
  }

  private static Invalid unreadable(Path file, String text) {
    return new Invalid(List.of(new ConfigProblem(new WholeFile(file), "", text)));
  }

  private static List<ConfigProblem> sorted(List<ConfigProblem> problems) {
    return problems.stream().distinct().sorted(ORDER).toList();
  }
}
