package dev.quittance.cli.up;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.Console;
import dev.quittance.cli.Table;
import dev.quittance.cli.local.LocalFolder;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is shown of the processes: on a terminal a table that follows them, elsewhere a line per
 * change, and with JSON an object per change on standard output. Thread-safe.
 */
final class UpView implements SupervisedStage.Watcher {
  private static final Logger LOG = LoggerFactory.getLogger(UpView.class);

  private final Console console;
  private final Optional<PrintStream> json;

  /**
   * @param json where events go as JSON; empty if they don't
   */
  UpView(Console console, Optional<PrintStream> json) {
    this.console = console;
    this.json = json;
  }

  @Override
  public void changed(SupervisedStage stage, ChildState state) {
    LOG.atInfo()
        .addKeyValue("stage", stage.spec().instance())
        .addKeyValue("pid", stage.pid().map(String::valueOf).orElse(""))
        .log(state.inWords());
    if (json.isPresent()) {
      print(event(stage, state));
    } else if (!console.isTerminal()) {
      console.line(
          String.format(
              Locale.ROOT,
              "  %-12s pid %-8s %-28s %s",
              stage.spec().instance(),
              stage.pid().map(String::valueOf).orElse("-"),
              stage.url(),
              state.inWords()));
    }
  }

  /** Draws the table anew, where it can be drawn. */
  void follow(List<SupervisedStage> stages) {
    if (json.isEmpty()) {
      console.draw(table(stages));
    }
  }

  /** Says once where everything is. */
  void lineIsUp(LocalFolder folder, List<SupervisedStage> stages) {
    String gateway = stages.getFirst().url();
    if (json.isPresent()) {
      ObjectNode event = JsonNodeFactory.instance.objectNode();
      event
          .put("event", "line")
          .put("gateway", gateway)
          .put("config", folder.settings().toString())
          .put("apiKeys", folder.apiKeysFile().toString());
      print(event);
      return;
    }
    console.lines(table(stages));
    console.lines(
        List.of(
            "",
            "The line is up: " + gateway + "   Ctrl-C stops it.",
            "  settings  " + folder.settings(),
            "  API keys  " + folder.apiKeysFile(),
            "  logs      " + folder.root().resolve("stages"),
            ""));
  }

  private static List<String> table(List<SupervisedStage> stages) {
    Table table = new Table("stage", "instance", ">pid", "url", ">restarts", "state");
    for (SupervisedStage stage : stages) {
      table.row(
          stage.spec().stage(),
          stage.spec().instance(),
          stage.pid().map(String::valueOf).orElse("-"),
          stage.url(),
          Integer.toString(stage.restarts()),
          stage.state().inWords());
    }
    return table.lines();
  }

  private static ObjectNode event(SupervisedStage stage, ChildState state) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event
        .put("event", state.event())
        .put("stage", stage.spec().stage())
        .put("instance", stage.spec().instance());
    stage.pid().ifPresent(pid -> event.put("pid", pid));
    event.put("url", stage.url()).put("log", stage.spec().log().toString());
    switch (state) {
      case ChildState.Starting _, ChildState.Ready _ -> {}
      case ChildState.NotReady(String reason) -> event.put("reason", reason);
      case ChildState.Restarting(int exitCode, long inMs) ->
          event.put("exitCode", exitCode).put("restartInMs", inMs);
      case ChildState.Stopped(int exitCode) -> event.put("exitCode", exitCode);
    }
    return event;
  }

  private void print(ObjectNode event) {
    json.ifPresent(out -> {
      synchronized (this) {
        out.println(event);
        out.flush();
      }
    });
  }
}
