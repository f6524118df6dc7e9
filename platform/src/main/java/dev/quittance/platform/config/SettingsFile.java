package dev.quittance.platform.config;

import dev.quittance.platform.config.ConfigProblem.InEnvironment;
import dev.quittance.platform.config.ConfigProblem.InFile;
import dev.quittance.platform.config.ConfigProblem.WholeFile;
import dev.quittance.platform.config.SettingsSchema.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code quittance.yaml}.
 *
 * <p>Environment variables go over the file ({@code QUITTANCE_HTTP_PORT} over {@code http.port}),
 * and defaults stand behind both. All that is wrong is reported together.
 */
public final class SettingsFile {
  /** As they stand in the file; those of the environment last. */
  private static final Comparator<ConfigProblem> ORDER =
      Comparator.<ConfigProblem>comparingInt(problem -> line(problem))
          .thenComparingInt(problem -> column(problem));

  private SettingsFile() {}

  /** What reading comes to. */
  public sealed interface Outcome {}

  /** The settings of a line. */
  public record Loaded(Settings settings) implements Outcome {}

  /**
   * The settings can't be used.
   *
   * @param problems all of them, in the order of the file, then those of the environment
   */
  public record Invalid(List<ConfigProblem> problems) implements Outcome {
    /** Copies the problems; there is at least one. */
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("invalid settings without a problem");
      }
    }
  }

  /**
   * Reads, checks and types the settings.
   *
   * @param environment the process' environment variables
   */
  public static Outcome load(Path file, Map<String, String> environment) {
    try {
      return parse(file, Files.readString(file), environment);
    } catch (NoSuchFileException e) {
      return unreadable(file, "there is no such file; write one with `quittance init`");
    } catch (CharacterCodingException e) {
      return unreadable(file, "is not UTF-8 text; save it as such");
    } catch (IOException e) {
      return unreadable(file, "can't be read (" + e + "); expected a readable file");
    }
  }

  private static Outcome parse(Path file, String text, Map<String, String> variables) {
    SettingsSchema schema = SettingsSchema.INSTANCE;
    YamlTree tree = YamlTree.read(file, text);
    Environment environment = Environment.of(variables, schema);
    List<ConfigProblem> problems = new ArrayList<>(environment.problems());
    problems.addAll(tree.problems());
    if (tree.problems().isEmpty()) {
      if (tree.root() instanceof ObjectNode root) {
        fillEmptySections("", root, schema);
        environment.overlay(root);
      }
      problems.addAll(new Findings(schema, tree, environment).of(tree.root()));
    }
    if (!problems.isEmpty()) {
      return new Invalid(problems.stream().distinct().sorted(ORDER).toList());
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new Loaded(
        new SettingsReader(folder == null ? Path.of("/") : folder, hostName()).read(tree));
  }

  private static int line(ConfigProblem problem) {
    return switch (problem.origin()) {
      case WholeFile _ -> 0;
      case InFile place -> place.line();
      case InEnvironment _ -> Integer.MAX_VALUE;
    };
  }

  private static int column(ConfigProblem problem) {
    return problem.origin() instanceof InFile place ? place.column() : 0;
  }

  /** A section in which every key is commented out has its defaults. */
  private static void fillEmptySections(String at, ObjectNode section, SettingsSchema schema) {
    for (Entry entry : schema.entries(at)) {
      if (!entry.isSection()) {
        continue;
      }
      if (section.path(entry.name()).isNull()) {
        section.putObject(entry.name());
      }
      if (section.path(entry.name()) instanceof ObjectNode inside) {
        fillEmptySections(entry.pointer(), inside, schema);
      }
    }
  }

  private static Invalid unreadable(Path file, String text) {
    return new Invalid(List.of(new ConfigProblem(new WholeFile(file), "", text)));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
    } catch (UnknownHostException e) {
      return "local";
    }
  }
}
