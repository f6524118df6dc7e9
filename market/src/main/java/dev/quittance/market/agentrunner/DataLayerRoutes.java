package dev.quittance.market.agentrunner;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.agentrunner.ReceiptDesk.Outcome;
import dev.quittance.market.agentrunner.ReceiptDesk.Refused;
import dev.quittance.market.agentrunner.ReceiptDesk.Taken;
import dev.quittance.market.agentrunner.ReceiptDesk.Unknown;
import dev.quittance.platform.http.BodyTime;
import dev.quittance.platform.http.Gate;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.Places;
import dev.quittance.platform.http.Problem;
import dev.quittance.platform.http.Problem.Fault;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.RunnerKey;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The data layer as AgentRunner's client asks for it, below {@code /SOURCE}: {@code DATA_LAYER_URL}
 * is the listener's address and that.
 *
 * <p>Whoever asks may read: receipts are public there. What is asked is worked on off the event
 * loop, for so many at the same time. What is sent is within the limits of the tenant that it
 * becomes an order of.
 */
final class DataLayerRoutes implements HttpHost.Routes {
  /** A text of so many bytes fits into an input, whatever has to be escaped in it. */
  static final int RECEIPT_BYTES = 120 * 1024;

  private static final int WRITES_AT_ONCE = 128;

  /** Each looks through all receipts that are held. */
  static final int READS_AT_ONCE = 8;

  private static final Pattern LEAF = Pattern.compile("(0x)?([0-9a-f]{64})");
  private static final Pattern SLOT = Pattern.compile("[0-9]{1,12}");

  private final AgentRunnerSettings settings;
  private final ReceiptDesk desk;
  private final Arrivals arrivals;
  private final ArrivalLog log;
  private final Intake intake;
  private final InstantSource clock;

  /**
   * What bounds what is sent.
   *
   * @param gate lets receipts in
   * @param bodyTime for one to come
   */
  record Intake(Gate gate, Duration bodyTime) {}

  DataLayerRoutes(
      AgentRunnerSettings settings,
      ReceiptDesk desk,
      Arrivals arrivals,
      ArrivalLog log,
      Intake intake,
      InstantSource clock) {
    this.settings = settings;
    this.desk = desk;
    this.arrivals = arrivals;
    this.log = log;
    this.intake = intake;
    this.clock = clock;
  }

  /** A request that can't be answered as it was meant. */
  private static final class Fails extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Fails(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }
  }

  @Override
  public void mount(Vertx vertx, Router router) {
    String base = "/" + settings.source();
    // Routes of their own: within a route Vert.x wants the body read first.
    router.post(base + "/receipts").handler(intake.gate());
    router.post(base + "/receipts").handler(new Places(WRITES_AT_ONCE));
    router.post(base + "/receipts").handler(new BodyTime(vertx, intake.bodyTime().toMillis()));
    router
        .post(base + "/receipts")
        .handler(BodyHandler.create(false).setBodyLimit(RECEIPT_BYTES))
        .handler(request -> answer(vertx, request, () -> taken(request)));
    router.get(base + "/*").handler(new Places(READS_AT_ONCE));
    router
        .get(base + "/benchmarks")
        .handler(request -> answer(vertx, request, () -> benchmarks(request)));
    router
        .get(base + "/replay/receipt/:id")
        .handler(request -> answer(vertx, request, () -> replay(request)));
    router.get(base + "/pit").handler(request -> answer(vertx, request, () -> pit(request)));
    router
        .get(base + "/roots/:day")
        .handler(request -> answer(vertx, request, () -> root(request)));
  }

  private static void answer(Vertx vertx, RoutingContext request, Callable<ObjectNode> work) {
    Places.hold(request, vertx.executeBlocking(work, false))
        .onSuccess(body ->
            request.response().putHeader("content-type", "application/json").end(body.toString()))
        .onFailure(failure -> {
          if (failure instanceof Fails fails) {
            fails.problem.answer(request);
          } else {
            request.fail(failure);
          }
        });
  }

  private ObjectNode taken(RoutingContext request) throws Fails, InterruptedException {
    Outcome outcome = desk.take(text(request), clock.millis());
    return switch (outcome) {
      case Taken(var leaf, var orderId, String taskId, boolean isNew) ->
          JsonNodeFactory.instance
              .objectNode()
              .put("ok", true)
              .put("id", leaf.toString())
              .put("task_id", taskId)
              .put("leaf", leaf.toString())
              .put("duplicate", !isNew)
              .put("order_id", orderId.toString());
      case Refused(String code, String pointer, String problem) ->
          throw new Fails(
              new Problem(
                  422,
                  code,
                  "Receipt refused",
                  "The receipt is not taken: " + (pointer + " " + problem).strip() + ".",
                  List.of(new Fault(pointer, problem))));
      case Unknown _ -> {
        request.response().putHeader("Retry-After", "2");
        throw new Fails(
            Problem.of(
                503,
                "not-acknowledged",
                "Not acknowledged in time",
                "It is not known whether the receipt was taken. Send it again: it is taken once."));
      }
    };
  }

  private ObjectNode benchmarks(RoutingContext request) throws Fails {
    String capability = request.request().getParam("capability");
    if (capability == null || capability.isBlank()) {
      throw bad("capability", "Name a capability, such as ?capability=swap.");
    }
    return Benchmarks.of(capability, arrivals.where(receipt -> receipt.agent().equals(capability)))
        .put("complete", arrivals.isComplete());
  }

  private ObjectNode replay(RoutingContext request) throws Fails {
    String id = String.valueOf(request.pathParam("id"));
    ArrivedReceipt receipt =
        byId(id)
            .orElseThrow(() ->
                new Fails(
                    Problem.of(
                        404,
                        "unknown-receipt",
                        "Unknown receipt",
                        "No receipt has this leaf or task id. One that was just taken is here"
                            + " in a moment.")));
    try {
      String text = log.text(receipt);
      List<ArrivedReceipt> day = arrivals.where(other -> other.day().equals(receipt.day()));
      requireWhole(receipt.day());
      ObjectNode answer = TreeView.replay(receipt, text, day);
      answer.put("order_id", receipt.orderId().toString());
      answer.putObject("links").put("order", "/v1/orders/" + receipt.orderId());
      answer.put("text", text);
      answer.putRawValue("receipt", new com.fasterxml.jackson.databind.util.RawValue(text));
      return answer;
    } catch (IOException e) {
      throw new Fails(
          Problem.of(503, "not-readable", "Not readable", "The receipt can't be read just now."));
    }
  }

  private ObjectNode pit(RoutingContext request) throws Fails {
    String slot = String.valueOf(request.request().getParam("slot"));
    if (!SLOT.matcher(slot).matches()) {
      throw bad("slot", "Name a slot by its number, such as ?slot=350000000.");
    }
    long number = Long.parseLong(slot);
    long atMs = settings.slotZeroUnix() * 1000 + number * settings.slotMs();
    return TreeView.pointInTime(
            number, atMs, arrivals.where(receipt -> receipt.arrivedAtMs() <= atMs))
        .put("complete", arrivals.isComplete());
  }

  private ObjectNode root(RoutingContext request) throws Fails {
    LocalDate day;
    try {
      day = LocalDate.parse(String.valueOf(request.pathParam("day")));
    } catch (DateTimeParseException _) {
      throw bad("day", "Name a day (UTC), such as /roots/2026-01-31.");
    }
    String runner = request.request().getParam("runner");
    Optional<Bytes32> key = Optional.ofNullable(runner).flatMap(RunnerKey::parse);
    if (runner != null && key.isEmpty()) {
      throw bad("runner", "Name a runner by its key, in base58 or in 64 hex digits.");
    }
    Predicate<ArrivedReceipt> isOfRunner =
        receipt -> key.isEmpty() || receipt.runner().equals(key.get());
    List<ArrivedReceipt> receipts =
        arrivals.where(isOfRunner.and(receipt -> receipt.day().equals(day)));
    requireWhole(day);
    return TreeView.root(day.toString(), receipts);
  }

  /**
   * A tree of some of a day's receipts would have another root. Asked after they were looked up.
   */
  private void requireWhole(LocalDate day) throws Fails {
    if (!arrivals.isWhole(day)) {
      throw new Fails(
          Problem.of(
              404,
              "no-longer-held",
              "No longer held",
              "This process has let receipts of that day go for newer ones; they are in the log."));
    }
  }

  private Optional<ArrivedReceipt> byId(String id) {
    var leaf = LEAF.matcher(id);
    return (leaf.matches()
            ? arrivals.byLeaf(Bytes32.fromHex("0x" + leaf.group(2)))
            : Optional.<ArrivedReceipt>empty())
        .or(() -> arrivals.byTask(id));
  }

  private static String text(RoutingContext request) throws Fails {
    var buffer = request.body().buffer();
    byte[] bytes = buffer == null ? new byte[0] : buffer.getBytes();
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw bad("body", "The body is not UTF-8; send the signed receipt as JSON.");
    }
  }

  private static Fails bad(String what, String detail) {
    return new Fails(Problem.of(400, "malformed-" + what, "Malformed request", detail));
  }
}
