package dev.quittance.executor.builtin;

import java.util.List;
import java.util.Map;

/** What the review must know of a file's language, told by the file's extension. */
enum Language {
  C_LIKE("//"),
  JAVA("//"),
  KOTLIN("//"),
  CSHARP("//"),
  JAVASCRIPT("//"),
  GO("//"),
  RUST("//"),
  PHP("//"),
  PYTHON("#"),
  RUBY("#"),
  SHELL("#"),
  SQL("--"),
  CONFIGURATION("#"),
  OTHER("");

  private static final Map<String, Language> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("c", C_LIKE),
          Map.entry("h", C_LIKE),
          Map.entry("cc", C_LIKE),
          Map.entry("cpp", C_LIKE),
          Map.entry("hpp", C_LIKE),
          Map.entry("java", JAVA),
          Map.entry("kt", KOTLIN),
          Map.entry("cs", CSHARP),
          Map.entry("js", JAVASCRIPT),
          Map.entry("jsx", JAVASCRIPT),
          Map.entry("mjs", JAVASCRIPT),
          Map.entry("ts", JAVASCRIPT),
          Map.entry("tsx", JAVASCRIPT),
          Map.entry("go", GO),
          Map.entry("rs", RUST),
          Map.entry("php", PHP),
          Map.entry("py", PYTHON),
          Map.entry("rb", RUBY),
          Map.entry("sh", SHELL),
          Map.entry("bash", SHELL),
          Map.entry("sql", SQL),
          Map.entry("yaml", CONFIGURATION),
          Map.entry("yml", CONFIGURATION),
          Map.entry("properties", CONFIGURATION),
          Map.entry("env", CONFIGURATION),
          Map.entry("ini", CONFIGURATION),
          Map.entry("toml", CONFIGURATION));

  private final String lineComment;

  Language(String lineComment) {
    this.lineComment = lineComment;
  }

  static Language of(String path) {
    int dot = path.lastIndexOf('.');
    var extension = dot < 0 ? "" : Ascii.lower(path.substring(dot + 1));
    return BY_EXTENSION.getOrDefault(extension, OTHER);
  }

  /** What starts a comment up to the end of the line; empty when unknown. */
  String lineComment() {
    return lineComment;
  }

  /** Calls that print for whoever is debugging. */
  List<String> debugCalls() {
    return switch (this) {
      case C_LIKE -> List.of("printf(", "std::cout");
      case JAVA -> List.of("System.out.print", "System.err.print", ".printStackTrace(");
      case KOTLIN -> List.of("println(", ".printStackTrace(");
      case CSHARP -> List.of("Console.WriteLine(", "Debug.WriteLine(");
      case JAVASCRIPT -> List.of("console.log(", "console.debug(", "debugger;");
      case GO -> List.of("fmt.Println(", "fmt.Printf(");
      case RUST -> List.of("println!(", "dbg!(", "eprintln!(");
      case PHP -> List.of("var_dump(", "print_r(");
      case PYTHON -> List.of("print(", "pprint(", "breakpoint()");
      case RUBY -> List.of("puts ", "binding.pry");
      case SHELL -> List.of("set -x");
      case SQL, CONFIGURATION, OTHER -> List.of();
    };
  }

  /** Programs, which tests can test; not configuration, queries or prose. */
  boolean isProgram() {
    return this != CONFIGURATION && this != OTHER && this != SQL && this != SHELL;
  }

  boolean hasBraces() {
    return lineComment.equals("//");
  }
}
