package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.market.OperatorDesk;
import dev.quittance.market.OperatorDesk.Answer;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.OrderStanding;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders of foreign marketplaces, as an operator sees and decides about them. */
@Command(
    name = "market",
    description = {
      "See how orders of foreign marketplaces stand, and let them go on.",
      "",
      "An agent that does not accept or deliver by itself waits for an operator: 'list --held' shows"
          + " what waits, 'approve' lets an order be accepted, 'release' lets its result go out."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      MarketCommand.Listing.class,
      MarketCommand.Approve.class,
      MarketCommand.Release.class
    })
public final class MarketCommand {
  private static OperatorDesk open(Settings settings) {
    Brokers.requireTopics(
        settings,
        Stream.of(Topics.MARKET_EVENTS, Topics.DELIVERY_OUTCOMES, Topics.ORDER_REQUESTS)
            .map(topic -> topic.name())
            .toList());
    Registries.requireReachable(settings);
    return OperatorDesk.open(
        SettingsWiring.kafkaAccess(settings),
        SettingsWiring.recordSerdes(settings),
        InstantSource.system());
  }

  /** What a person calls it. */
  private static String waiting(OrderStanding order) {
    return switch (order.waiting()) {
      case APPROVAL -> "approval";
      case RELEASE -> "release";
      case NOTHING -> "";
    };
  }

  /** Lists them. */
  @Command(
      name = "list",
      description = {
        "List foreign orders, the latest first: where they come from, and what they wait for.",
        "",
        "Shows those of which a marketplace, an operator or a delivery has said something; one that"
            + " is being worked on without a word is in 'quittance orders list' alone."
      })
  public static final class Listing implements Callable<Integer> {
    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Option(names = "--held", description = "Only those that wait for an approval or a release.")
    private boolean held;

    @Override
    public Integer call() {
      Table table = new Table("order", "market", "id there", "waits for", "since", "delivery", "");
      try (OperatorDesk desk = open(config.load())) {
        for (OrderStanding order : desk.orders()) {
          if (held && order.waiting() == OrderStanding.Waiting.NOTHING) {
            continue;
          }
          if (results.isJson()) {
            results.print(json(order));
          }
          table.row(
              order.orderId().hex(),
              order.market(),
              order.sourceId(),
              waiting(order),
              Instant.ofEpochMilli(order.atMs()).toString(),
              order.outcome().map(it -> it.status().toLowerCase(Locale.ROOT)).orElse(""),
              order.outcome().map(OrderStanding.Outcome::detail).orElse(""));
        }
      }
      if (!results.isJson()) {
        results.print(table);
      }
      return ExitCode.OK;
    }
  }

  /** What approving and releasing have in common. */
  abstract static class Word implements Callable<Integer> {
    @Parameters(
        paramLabel = "ORDER",
        description = "The order's id: 0x and 64 hex digits, or its id at the marketplace.")
    private String order = "";

    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    abstract Answer say(OperatorDesk desk, String id) throws IOException, InterruptedException;

    @Override
    public Integer call() throws IOException {
      try (OperatorDesk desk = open(config.load())) {
        return print(say(desk, order));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(
            ExitCode.FAILED, "interrupted", "Say it again: a repeat does no harm.");
      }
    }

    private int print(Answer answer) {
      return switch (answer) {
        case Answer.Said(OrderStanding found, EventKind kind) -> {
          if (results.isJson()) {
            results.print(json(found).put("said", kind.name()));
          } else {
            results.line(done(found, kind));
          }
          yield ExitCode.OK;
        }
        case Answer.Refused(OrderStanding found, String why) ->
            throw new CommandFailure(
                ExitCode.FAILED,
                "the order %s of %s %s".formatted(found.sourceId(), found.market(), why),
                "'quittance market list --held' shows the orders that wait.");
        case Answer.Unknown() ->
            throw new CommandFailure(
                ExitCode.USAGE,
                "no foreign order \"" + order + "\" is known",
                "'quittance market list' shows the orders, with both of their ids.");
        case Answer.Ambiguous(List<OrderStanding> orders) ->
            throw new CommandFailure(
                ExitCode.USAGE,
                "several marketplaces have an order \"" + order + "\"",
                "Name it by its id here: " + ids(orders));
      };
    }

    private static String done(OrderStanding found, EventKind kind) {
      String what =
          kind == EventKind.RELEASED
              ? "released: its result goes out"
              : "approved: it is accepted with the next look at the marketplace";
      return "%s  %s %s  %s".formatted(found.orderId(), found.market(), found.sourceId(), what);
    }

    private static String ids(List<OrderStanding> orders) {
      return orders.stream()
          .map(found -> found.orderId() + " (" + found.market() + ")")
          .collect(Collectors.joining(", "));
    }
  }

  /** Lets an order be accepted. */
  @Command(
      name = "approve",
      description = "Let an order be accepted whose agent does not accept by itself.")
  public static final class Approve extends Word {
    @Override
    Answer say(OperatorDesk desk, String id) throws IOException, InterruptedException {
      return desk.approve(id);
    }
  }

  /** Lets a result go out. */
  @Command(name = "release", description = "Let a result be delivered that is held.")
  public static final class Release extends Word {
    @Override
    Answer say(OperatorDesk desk, String id) throws IOException, InterruptedException {
      return desk.release(id);
    }
  }

  private static ObjectNode json(OrderStanding order) {
    ObjectNode json =
        Results.object()
            .put("orderId", order.orderId().hex())
            .put("market", order.market())
            .put("sourceId", order.sourceId())
            .put("waitsFor", waiting(order))
            .put("at", Instant.ofEpochMilli(order.atMs()).toString())
            .put("approved", order.isApproved())
            .put("released", order.isReleased())
            .put("stopped", order.isStopped());
    order.outcome().ifPresent(it -> json.put("delivery", it.status()).put("detail", it.detail()));
    return json;
  }
}
