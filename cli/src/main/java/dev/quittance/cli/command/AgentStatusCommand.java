package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.cli.agent.AgentFiles;
import dev.quittance.cli.agent.AgentStanding;
import dev.quittance.cli.agent.NamedAgent;
import dev.quittance.platform.http.BlockingHttp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how agents stand at Gigent. */
@Command(
    name = "status",
    description = {
      "Show how agents stand at Gigent: registered, online, gigs and orders by status.",
      "",
      "The exit code is 1 when the back end can't say, and 3 when an agent is not registered yet."
    })
public final class AgentStatusCommand implements Callable<Integer> {
  private static final long TIMEOUT_MS = 10_000;

  @Mixin private final AgentFilesOption config = new AgentFilesOption();
  @Mixin private final BackEndOption backEnd = new BackEndOption();
  @Mixin private final Results results = new Results();

  @Override
  public Integer call() {
    AgentFiles read = config.require();
    String url = backEnd.url();
    Map<NamedAgent, AgentStanding> standings = new LinkedHashMap<>();
    try (BlockingHttp http = new BlockingHttp(TIMEOUT_MS)) {
      for (NamedAgent agent : read.agents()) {
        standings.put(agent, AgentStanding.of(agent.credentials(), url, http));
      }
    }
    if (results.isJson()) {
      standings.forEach((agent, standing) -> results.print(json(agent, standing)));
    } else {
      print(standings);
    }
    return exitCode(standings);
  }

  private void print(Map<NamedAgent, AgentStanding> standings) {
    Table table =
        new Table(
            "AGENT",
            "STATE",
            ">GIGS",
            ">PENDING",
            ">ACCEPTED",
            ">WORKING",
            ">REVISION",
            ">DELIVERED",
            ">COMPLETED",
            "GIGENT ID");
    standings.forEach((agent, standing) -> table.row(cells(agent, standing)));
    results.print(table);
    standings.values().stream()
        .filter(AgentStanding.Unknown.class::isInstance)
        .findFirst()
        .ifPresent(unknown ->
            results.tell("Gigent can't say: " + ((AgentStanding.Unknown) unknown).why()));
  }

  private static String[] cells(NamedAgent agent, AgentStanding standing) {
    String[] cells = new String[10];
    Arrays.fill(cells, "-");
    cells[0] = agent.agent().agent().name();
    switch (standing) {
      case AgentStanding.Unregistered _ -> cells[1] = "not registered";
      case AgentStanding.Unknown _ -> cells[1] = "unknown";
      case AgentStanding.Registered known -> {
        cells[1] = known.isOnline() ? "online" : "offline";
        cells[2] = Integer.toString(known.gigs());
        int column = 3;
        for (String status : AgentStanding.STATUSES) {
          cells[column++] = String.valueOf(known.orders().get(status));
        }
        cells[9] = known.agentId();
      }
    }
    return cells;
  }

  private static ObjectNode json(NamedAgent agent, AgentStanding standing) {
    ObjectNode json =
        Results.object().put("id", agent.id()).put("name", agent.agent().agent().name());
    switch (standing) {
      case AgentStanding.Unregistered _ -> json.put("state", "unregistered");
      case AgentStanding.Unknown(String why) -> json.put("state", "unknown").put("why", why);
      case AgentStanding.Registered known -> {
        json.put("state", known.isOnline() ? "online" : "offline")
            .put("gigentId", known.agentId())
            .put("gigs", known.gigs());
        ObjectNode orders = json.putObject("orders");
        known.orders().forEach(orders::put);
        json.put("capped", known.isCapped());
      }
    }
    return json;
  }

  private static int exitCode(Map<NamedAgent, AgentStanding> standings) {
    if (standings.values().stream().anyMatch(AgentStanding.Unknown.class::isInstance)) {
      return ExitCode.FAILED;
    }
    boolean isNew =
        standings.values().stream().anyMatch(AgentStanding.Unregistered.class::isInstance);
    return isNew ? ExitCode.INCONCLUSIVE : ExitCode.OK;
  }
}
