package dev.quittance.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What people see while a command works, on standard error: results go to standard output.
 *
 * <p>On a terminal a block of lines can be drawn again in place; elsewhere each drawing is left out
 * unless it is the last. Thread-safe.
 */
public final class Console {
  private final PrintStream err;
  private final boolean isTerminal;
  private int drawnLines;

  /** A console on a stream; {@code isTerminal} says whether lines can be drawn again. */
  public Console(PrintStream err, boolean isTerminal) {
    this.err = err;
    this.isTerminal = isTerminal;
  }

  /** Standard error, which is a terminal when the process has a console. */
  @SuppressWarnings("SystemConsoleNull") // since Java 25 it is null again without a terminal
  public static Console standard() {
    java.io.Console console = System.console();
    return new Console(System.err, console != null && console.isTerminal());
  }

  /** Whether lines can be drawn again in place. */
  public boolean isTerminal() {
    return isTerminal;
  }

  /** Prints a line that stays. */
  public synchronized void line(String text) {
    erase();
    err.println(text);
  }

  /** Prints lines that stay. */
  public synchronized void lines(List<String> text) {
    erase();
    text.forEach(err::println);
  }

  /** Prints that something is done and how long it took. */
  public void done(String what, String detail, Duration took) {
    line(String.format(Locale.ROOT, "  %-18s %-52s %6.1f s", what, detail, took.toMillis() / 1e3));
  }

  /** Draws a block in place of the last one; nothing where that is not possible. */
  public synchronized void draw(List<String> block) {
    if (isTerminal) {
      erase();
      block.forEach(err::println);
      drawnLines = block.size();
      err.flush();
    }
  }

  /** Leaves what was drawn last where it is. */
  public synchronized void keep() {
    drawnLines = 0;
  }

  private void erase() {
    if (drawnLines > 0) {
      err.print("\u001b[" + drawnLines + "A\u001b[J");
      drawnLines = 0;
    }
  }
}
