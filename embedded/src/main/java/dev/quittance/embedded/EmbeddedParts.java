package dev.quittance.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the programs that run as child processes are found.
 *
 * <p>The build puts them into {@code embedded/target/parts}: the registry's distribution under
 * {@code registry/}, the npm packages of anvil under {@code anvil/node_modules/}.
 *
 * @param directory the directory that holds both
 */
public record EmbeddedParts(Path directory) {
  /** System property that names the directory of the parts, before all else. */
  public static final String PARTS_PROPERTY = "quittance.parts";

  /** System property that names the root of the source tree. */
  public static final String HOME_PROPERTY = "quittance.home";

  /** Environment variable that is read when {@link #HOME_PROPERTY} is not set. */
  public static final String HOME_VARIABLE = "QUITTANCE_HOME";

  private static final String ADVICE =
      "Build the parts in the root of the source tree with: mvn -q generate-resources -pl embedded"
          + " (it needs Node 20 or newer), or name their directory with -D"
          + PARTS_PROPERTY
          + "=DIR.";

  /**
   * Returns the parts of this installation: {@value #PARTS_PROPERTY}, else {@code
   * embedded/target/parts} below {@value #HOME_PROPERTY} or {@value #HOME_VARIABLE}.
   *
   * @throws EmbeddedPartFailed when none of the three is set
   */
  public static EmbeddedParts locate() {
    return property(PARTS_PROPERTY)
        .map(EmbeddedParts::new)
        .or(() -> property(HOME_PROPERTY).map(EmbeddedParts::below))
        .or(() -> variable(HOME_VARIABLE).map(EmbeddedParts::below))
        .orElseThrow(() ->
            new EmbeddedPartFailed(
                EmbeddedPart.REGISTRY,
                "nothing says where the embedded parts are",
                "Set -D" + HOME_PROPERTY + " to the root of the source tree. " + ADVICE));
  }

  /**
   * Returns the registry's runnable jar.
   *
   * @throws EmbeddedPartFailed when it is not there
   */
  public Path registryJar() {
    return existing(EmbeddedPart.REGISTRY, directory.resolve("registry/quarkus-run.jar"));
  }

  /**
   * Returns the anvil binary for this operating system and processor.
   *
   * @throws EmbeddedPartFailed when it is not there or this machine has none
   */
  public Path anvil() {
    String name = "anvil-" + system() + "-" + processor();
    return existing(
        EmbeddedPart.CHAIN,
        directory.resolve("anvil/node_modules/@foundry-rs/" + name + "/bin/anvil"));
  }

  private static EmbeddedParts below(Path home) {
    return new EmbeddedParts(home.resolve("embedded/target/parts"));
  }

  private static Optional<Path> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).map(Path::of);
  }

  private static Optional<Path> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).map(Path::of);
  }

  private static Path existing(EmbeddedPart part, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new EmbeddedPartFailed(part, file + " is missing", ADVICE);
    }
    return file.toAbsolutePath();
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return "linux";
    }
    if (name.startsWith("mac")) {
      return "darwin";
    }
    throw unsupported(name);
  }

  private static String processor() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default -> throw unsupported(name);
    };
  }

  private static EmbeddedPartFailed unsupported(String name) {
    return new EmbeddedPartFailed(
        EmbeddedPart.CHAIN,
        "there is no anvil binary for " + name,
        "Use Linux or macOS on x86-64 or arm64.");
  }
}
