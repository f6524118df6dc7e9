package dev.quittance.acceptance.line;

import dev.quittance.cli.QuittanceMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands in this process, as the program does. */
public final class Cli {
  private Cli() {}

  /**
   * What came of a command.
   *
   * @param out standard output
   */
  public record Outcome(int exitCode, String out) {}

  /** Runs a command; what it says on standard error goes to that of the tests. */
  public static Outcome run(Object... arguments) {
    StringWriter out = new StringWriter();
    CommandLine command = QuittanceMain.commandLine().setOut(new PrintWriter(out));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int exitCode = command.execute(words);
    return new Outcome(exitCode, out.toString());
  }
}
