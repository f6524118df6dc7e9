package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.cli.agent.AgentFiles;
import dev.quittance.cli.agent.NamedAgent;
import dev.quittance.market.gigent.yaml.GigentAgent;
import dev.quittance.platform.config.ConfigProblem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks agents' files. */
@Command(
    name = "validate",
    description = {
      "Check gigent-agent.yaml: everything wrong in it, each with file:line:column.",
      "",
      "The exit code is 0 when every file can be used, even if a key or wallet is still to be set,"
          + " and 1 otherwise."
    })
public final class AgentValidateCommand implements Callable<Integer> {
  @Mixin private final AgentFilesOption config = new AgentFilesOption();
  @Mixin private final Results results = new Results();

  @Override
  public Integer call() {
    AgentFiles read = config.read();
    if (results.isJson()) {
      results.print(json(read));
    } else {
      print(read);
    }
    return read.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(AgentFiles read) {
    read.problems().forEach(problem -> results.line(problem.toString()));
    if (!read.problems().isEmpty()) {
      results.tell("");
      results.tell(counted(read.problems().size(), "problem") + " to put right.");
      return;
    }
    Table table = new Table("AGENT", "PROVIDER", "MODEL", ">GIGS", "ACCEPTS", "DELIVERS", "FILE");
    for (NamedAgent agent : read.agents()) {
      GigentAgent says = agent.agent();
      table.row(
          says.agent().name(),
          says.execution().provider().key(),
          says.execution().model(),
          Integer.toString(says.gigs().size()),
          says.runtime().autoAccept() ? "by itself" : "on approval",
          says.delivery().format().key() + (says.delivery().automatic() ? "" : ", on release"),
          agent.file().toString());
    }
    results.print(table);
    if (!read.open().isEmpty()) {
      results.tell("");
      results.tell("To be settled before `quittance agent run`:");
      read.open().forEach(open -> results.tell("  " + open));
    }
  }

  private static ObjectNode json(AgentFiles read) {
    ObjectNode json = Results.object().put("valid", read.problems().isEmpty());
    ArrayNode agents = json.putArray("agents");
    for (NamedAgent agent : read.agents()) {
      agents
          .addObject()
          .put("id", agent.id())
          .put("name", agent.agent().agent().name())
          .put("file", agent.file().toString())
          .put("gigs", agent.agent().gigs().size());
    }
    fill(json.putArray("problems"), read.problems());
    fill(json.putArray("open"), read.open());
    return json;
  }

  private static void fill(ArrayNode array, List<ConfigProblem> problems) {
    for (ConfigProblem problem : problems) {
      ObjectNode entry = array.addObject().put("at", problem.origin().toString());
      if (problem.origin() instanceof ConfigProblem.InFile place) {
        entry
            .put("file", place.file().toString())
            .put("line", place.line())
            .put("column", place.column());
      }
      entry.put("pointer", problem.pointer()).put("text", problem.text());
    }
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
