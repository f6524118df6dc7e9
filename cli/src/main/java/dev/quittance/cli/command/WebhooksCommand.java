package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Webhooks, as a tenant registers them and sees what they were sent. */
@Command(
    name = "webhooks",
    description = {
      "Register webhooks, and see and repeat what they were sent.",
      "",
      "--url is where the stage webhooks listens. The key needs the scope webhooks. What a receiver"
          + " has to do stands in docs/webhooks.md."
    },
    subcommands = {
      WebhooksCommand.Listing.class,
      WebhooksCommand.Add.class,
      WebhooksCommand.Remove.class,
      WebhooksCommand.Attempts.class,
      WebhooksCommand.Resend.class,
      WebhooksCommand.Rotate.class,
      WebhooksCommand.Enable.class,
      WebhooksCommand.Test.class
    })
public final class WebhooksCommand {
  private static final String PATH = "/v1/webhooks";
  private static final Set<String> UNDELIVERED = Set.of("given_up", "overflowed");
  private static final Pattern WEBHOOK = Pattern.compile("ep_[0-9a-f]{32}");
  private static final Pattern MESSAGE = Pattern.compile("msg_[0-9a-f]{32}");

  private static Gateway.Reply taken(Gateway.Reply reply) {
    if (reply.isSuccess()) {
      return reply;
    }
    throw new CommandFailure(
        reply.status() == 401 || reply.status() == 403 ? ExitCode.USAGE : ExitCode.FAILED,
        reply.problem(),
        "The request was refused; is --url where 'quittance run webhooks' (or 'run all') listens?");
  }

  private static String path(String webhook) {
    return PATH + "/" + checked(WEBHOOK, webhook, "webhook", "ep_");
  }

  private static String checked(Pattern form, String id, String what, String prefix) {
    if (!form.matcher(id).matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "\"" + id + "\" is no id of a " + what,
          "It is " + prefix + " and 32 hex digits, as 'webhooks list' or 'attempts' shows it.");
    }
    return id;
  }

  private static String state(JsonNode webhook) {
    return webhook.path("enabled").asBoolean()
        ? "enabled" + overflow(webhook.path("overflow"))
        : "disabled: " + webhook.path("disabledBecause").asText();
  }

  private static String overflow(JsonNode overflow) {
    if (overflow.isMissingNode()) {
      return "";
    }
    String from = ", told nothing from " + overflow.path("from").asText();
    return overflow.has("until") ? from + " to " + overflow.path("until").asText() : from;
  }

  /** Lists the tenant's webhooks. */
  @Command(name = "list", description = "List your webhooks, the oldest first.")
  public static final class Listing implements Callable<Integer> {
    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      JsonNode webhooks = taken(gateway.get(PATH)).body().path("webhooks");
      Table table = new Table("webhook", "url", "events", ">secret", "state");
      for (JsonNode webhook : webhooks) {
        if (results.isJson()) {
          results.print(webhook);
        }
        table.row(
            webhook.path("id").asText(),
            webhook.path("url").asText(),
            events(webhook.path("events")),
            "v" + webhook.path("secretVersion").asInt(),
            state(webhook));
      }
      if (!results.isJson()) {
        results.print(table);
      }
      return ExitCode.OK;
    }

    private static String events(JsonNode events) {
      return events.isEmpty()
          ? "all"
          : String.join(",", events.valueStream().map(JsonNode::asText).toList());
    }
  }

  /** Registers a webhook. */
  @Command(
      name = "add",
      description = "Register a URL and print the secret that signs; it is not shown again.")
  public static final class Add implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "Where messages are posted to, https://…")
    private String target = "";

    @Option(
        names = "--event",
        paramLabel = "TYPE",
        description = "Only events of this type, such as order_completed; may be repeated.")
    private List<String> events = List.of();

    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      ObjectNode body = Results.object().put("url", target);
      if (!events.isEmpty()) {
        events.forEach(body.putArray("events")::add);
      }
      JsonNode made = taken(gateway.post(PATH, body)).body();
      printSecret(results, made);
      return ExitCode.OK;
    }
  }

  private static void printSecret(Results results, JsonNode answer) {
    if (results.isJson()) {
      results.print(answer);
      return;
    }
    results.line("webhook  " + answer.path("id").asText());
    results.line("secret   " + answer.path("secret").asText());
    results.tell("Keep the secret now; it is not shown again.");
  }

  /** Removes a webhook. */
  @Command(name = "remove", description = "Remove a webhook with all that waits to be sent to it.")
  public static final class Remove implements Callable<Integer> {
    @Parameters(paramLabel = "WEBHOOK", description = "Its id.")
    private String webhook = "";

    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      var _ = taken(gateway.delete(path(webhook)));
      done(results, "removed", webhook);
      return ExitCode.OK;
    }
  }

  private static void done(Results results, String what, String id) {
    if (results.isJson()) {
      results.print(Results.object().put(what, id));
    } else {
      results.line(what + " " + id);
    }
  }

  /** Shows the delivery log. */
  @Command(name = "attempts", description = "Show what a webhook was sent, the latest first.")
  public static final class Attempts implements Callable<Integer> {
    @Parameters(paramLabel = "WEBHOOK", description = "Its id.")
    private String webhook = "";

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "At most so many, up to 200. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Option(
        names = "--before",
        paramLabel = "PLACE",
        description = "Only those before this place, which an earlier page said.")
    private @Nullable Long before;

    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      String place = before == null ? "" : "&before=" + before;
      JsonNode page = taken(gateway.get(path(webhook) + "/attempts?limit=" + limit + place)).body();
      Table table = new Table("at", "message", "type", ">attempt", "answer", ">ms", "next");
      for (JsonNode attempt : page.path("attempts")) {
        if (results.isJson()) {
          results.print(attempt);
        }
        table.row(
            attempt.path("at").asText(),
            attempt.path("messageId").asText(),
            attempt.path("type").asText(),
            attempt.path("attempt").asText(),
            attempt.path("error").asText(attempt.path("status").asText()),
            attempt.path("durationMs").asText(),
            attempt.path("nextAttemptAt").asText());
      }
      if (!results.isJson()) {
        results.print(table);
      }
      if (page.has("next")) {
        results.tell("There may be more: --before " + page.path("next").asText());
      }
      return ExitCode.OK;
    }
  }

  /** Sends messages once more. */
  @Command(
      name = "resend",
      description = {
        "Send a message once more, at once, or all that did not arrive.",
        "",
        "A message that was delivered, given up or overflowed is kept for three days; after that"
            + " nothing is sent."
      })
  public static final class Resend implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "WEBHOOK", description = "The webhook's id.")
    private String webhook = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "MESSAGE",
        description = "The message's id.")
    private @Nullable String message;

    @Option(
        names = "--undelivered",
        description =
            "Every message of the delivery log, the latest first, that was given up or overflowed"
                + " and not delivered since.")
    private boolean isUndelivered;

    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      if (isUndelivered == (message != null)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "Which message is to be sent?",
            "Give either its id, or --undelivered for all that did not arrive.");
      }
      if (message == null) {
        resendUndelivered();
      } else {
        resend(checked(MESSAGE, message, "message", "msg_"));
      }
      return ExitCode.OK;
    }

    /** The first that is seen of a message is the last that became of it. */
    private void resendUndelivered() {
      Set<String> seen = new HashSet<>();
      String place = "";
      do {
        JsonNode page = taken(gateway.get(path(webhook) + "/attempts?limit=200" + place)).body();
        for (JsonNode attempt : page.path("attempts")) {
          String id = attempt.path("messageId").asText();
          if (seen.add(id) && UNDELIVERED.contains(attempt.path("outcome").asText())) {
            resend(id);
          }
        }
        place = page.has("next") ? "&before=" + page.path("next").asText() : "";
      } while (!place.isEmpty());
    }

    private void resend(String id) {
      var _ = taken(gateway.post(path(webhook) + "/messages/" + id + "/resend"));
      done(results, "resent", id);
    }
  }

  /** Changes the secret. */
  @Command(
      name = "rotate",
      description = "Make a new secret and print it; the old one signs too for 24 hours.")
  public static final class Rotate implements Callable<Integer> {
    @Parameters(paramLabel = "WEBHOOK", description = "Its id.")
    private String webhook = "";

    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      printSecret(results, taken(gateway.post(path(webhook) + "/secret")).body());
      return ExitCode.OK;
    }
  }

  /** Tells a disabled webhook again. */
  @Command(name = "enable", description = "Send to a webhook again that was disabled.")
  public static final class Enable implements Callable<Integer> {
    @Parameters(paramLabel = "WEBHOOK", description = "Its id.")
    private String webhook = "";

    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      var _ = taken(gateway.post(path(webhook) + "/enable"));
      done(results, "enabled", webhook);
      return ExitCode.OK;
    }
  }

  /** Sends a message to try a webhook. */
  @Command(name = "test", description = "Send a message of type test; 'attempts' shows its end.")
  public static final class Test implements Callable<Integer> {
    @Parameters(paramLabel = "WEBHOOK", description = "Its id.")
    private String webhook = "";

    @Mixin private final Gateway gateway = new Gateway();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      JsonNode sent = taken(gateway.post(path(webhook) + "/test")).body();
      done(results, "sent", sent.path("messageId").asText());
      return ExitCode.OK;
    }
  }
}
