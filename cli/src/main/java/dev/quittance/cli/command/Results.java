package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.Table;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command found, on standard output: for people, or as JSON for programs. */
final class Results {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--json",
      description = "Print the result as JSON on standard output, one object per line.")
  private boolean json;

  /** Whether JSON is wanted. */
  boolean isJson() {
    return json;
  }

  /** An object to fill and print. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Prints an object in one line. */
  void print(JsonNode object) {
    line(object.toString());
  }

  /** Prints a table. */
  void print(Table table) {
    table.lines().forEach(this::line);
  }

  /** Prints a line. */
  void line(String text) {
    text(text + System.lineSeparator());
  }

  /** Prints a text that has its line breaks. */
  void text(String text) {
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    out.print(text);
    out.flush();
  }

  /** Tells the user something that is no result, on standard error. */
  void tell(String text) {
    PrintWriter err = Objects.requireNonNull(command).commandLine().getErr();
    err.println(text);
    err.flush();
  }
}
