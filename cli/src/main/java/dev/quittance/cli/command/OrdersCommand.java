package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders, as a tenant sends and sees them. */
@Command(
    name = "orders",
    description = "Submit orders to a gateway and see what became of them.",
    subcommands = {
      OrdersCommand.Submit.class,
      OrdersCommand.Listing.class,
      OrdersCommand.Show.class
    })
public final class OrdersCommand {
  private static CommandFailure refused(Gateway.Reply reply) {
    return new CommandFailure(
        reply.status() == 401 || reply.status() == 403 ? ExitCode.USAGE : ExitCode.FAILED,
        reply.problem(),
        "The gateway refused the request.");
  }

  /** Sends the orders of a file. */
  @Command(
      name = "submit",
      description = {
        "Send the orders of a JSON Lines file to the gateway.",
        "",
        "Each line is an order request, or {\"sourceId\",\"order\"} around one: the same source id"
            + " is the same order, however often it is sent. Prints a line per order, with its id"
            + " or with what is wrong. The exit code is 1 when one was not taken."
      })
  public static final class Submit implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "One order per line, as samples/orders.jsonl.")
    private Path file = Path.of("orders.jsonl");

    @Mixin private final Gateway gateway = new Gateway();

    @Option(
        names = "--asset",
        paramLabel = "0x…",
        description = "Stands in for the asset \"@testusd\" of the samples.")
    private @Nullable String asset;

    @Mixin private final Results results = new Results();

    @Override
    public Integer call() throws IOException {
      List<String> lines = lines();
      int refused = 0;
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank() && !submit(i + 1, lines.get(i))) {
          refused++;
        }
      }
      return refused == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<String> lines() throws IOException {
      try {
        return Files.readAllLines(file);
      } catch (NoSuchFileException _) {
        throw new CommandFailure(
            ExitCode.USAGE, "there is no file " + file, "Give a file with an order on each line.");
      }
    }

    /** Whether the order was taken. */
    private boolean submit(int number, String line) {
      return switch (OrderLine.parse(line, Optional.ofNullable(asset), Instant.now())) {
        case OrderLine.Unreadable(String reason) -> print(number, Optional.empty(), "", reason);
        case OrderLine.Request(Optional<String> sourceId, JsonNode request) -> {
          Gateway.Reply reply = gateway.post(request, sourceId);
          yield reply.isSuccess()
              ? print(number, sourceId, reply.body().path("orderId").asText(), "")
              : print(number, sourceId, "", reply.problem());
        }
      };
    }

    private boolean print(int number, Optional<String> sourceId, String orderId, String problem) {
      boolean taken = problem.isEmpty();
      if (results.isJson()) {
        ObjectNode json = Results.object().put("line", number);
        sourceId.ifPresent(id -> json.put("sourceId", id));
        results.print(taken ? json.put("orderId", orderId) : json.put("problem", problem));
      } else {
        String name = sourceId.map(id -> "  " + id).orElse("");
        results.line(
            taken
                ? "%s  line %d%s".formatted(orderId, number, name)
                : "%s:%d:%s  not taken: %s".formatted(file, number, name, problem));
      }
      return taken;
    }
  }

  /** Lists the tenant's orders. */
  @Command(name = "list", description = "List your orders, the latest first.")
  public static final class Listing implements Callable<Integer> {
    @Mixin private final Gateway gateway = new Gateway();

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "Only those with this status, such as COMPLETED or FAILED.")
    private @Nullable String status;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      String filter = status == null ? "" : "&status=" + status;
      Gateway.Reply reply = gateway.get("/v1/orders?limit=" + limit + filter);
      if (!reply.isSuccess()) {
        throw refused(reply);
      }
      Table table = new Table("order", "status", "received", "proven", "settled", "anchored", "");
      for (JsonNode order : reply.body().path("orders")) {
        if (results.isJson()) {
          results.print(order);
        }
        table.row(
            order.path("orderId").asText(),
            order.path("status").asText(),
            order.path("receivedAt").asText(),
            OrderText.mark(order.path("proven")),
            OrderText.mark(order.path("settled")),
            OrderText.mark(order.path("anchored")),
            order.path("code").asText());
      }
      if (!results.isJson()) {
        results.print(table);
      }
      if (reply.body().has("next")) {
        results.tell("There are more; raise --limit or name a --status.");
      }
      return ExitCode.OK;
    }
  }

  /** Shows an order. */
  @Command(
      name = "show",
      description = "Show an order: its steps, receipts, settlement and anchors.")
  public static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "ORDER", description = "The order's id: 0x and 64 hex digits.")
    private String order = "";

    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      Gateway.Reply reply = gateway.get("/v1/orders/" + OrderId.parse(order));
      if (!reply.isSuccess()) {
        throw refused(reply);
      }
      if (results.isJson()) {
        results.print(reply.body());
      } else {
        OrderText.of(reply.body()).forEach(results::line);
      }
      return ExitCode.OK;
    }
  }
}
