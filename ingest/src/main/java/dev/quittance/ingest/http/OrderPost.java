package dev.quittance.ingest.http;

import dev.quittance.ingest.OrderPromises;
import dev.quittance.ingest.OrderRequestLog;
import dev.quittance.ingest.domain.OrderSignature;
import dev.quittance.ingest.domain.Submission;
import dev.quittance.planning.document.InputRef;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderOrigin;
import dev.quittance.planning.document.OrderRequest;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.graph.PlanGraph;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.Problem;
import dev.quittance.platform.http.Problem.Fault;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.Acknowledgement;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/orders}: checks what can be checked without state, writes the request down and
 * answers 202 once all replicas have it, with a signed promise of a receipt. Never logs a body or a
 * key.
 */
final class OrderPost implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(OrderPost.class);

  /** The adapter's name in orders. */
  static final String SOURCE = "http";

  private static final int RETRY_AFTER_S = 2;

  private final Vertx vertx;
  private final OrderRequestLog log;
  private final BlobStore blobs;
  private final Inputs inputs;
  private final RecentOrders recent;
  private final OrderPromises promises;

  /** Time and chance. */
  record Inputs(
      InstantSource clock, Supplier<String> freshIds, Supplier<TraceParent> freshTraces) {}

  OrderPost(
      Vertx vertx,
      OrderRequestLog log,
      BlobStore blobs,
      Inputs inputs,
      RecentOrders recent,
      OrderPromises promises) {
    this.vertx = vertx;
    this.log = log;
    this.blobs = blobs;
    this.inputs = inputs;
    this.recent = recent;
    this.promises = promises;
  }

  @Override
  public void handle(RoutingContext request) {
    if (!isJson(request.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
      Problem.of(
              415,
              "unsupported-media-type",
              "Unsupported media type",
              "Send the order as Content-Type: application/json.")
          .answer(request);
      return;
    }
    switch (IdempotencyKey.parse(request.request().headers().getAll("Idempotency-Key"))) {
      case IdempotencyKey.Malformed(String detail) ->
          Problem.of(400, "idempotency-key-malformed", "Malformed Idempotency-Key", detail)
              .answer(request);
      case IdempotencyKey.Given(String key) -> parse(request, key);
      case IdempotencyKey.Absent() -> parse(request, inputs.freshIds().get());
    }
  }

  private void parse(RoutingContext request, String sourceId) {
    byte[] body = Bodies.bytes(request);
    OrderOrigin origin = new OrderOrigin(ApiKeys.tenant(request).id(), SOURCE, sourceId);
    switch (OrderRequest.parse(body, origin)) {
      case Parsed.Bad<Order> bad ->
          RequestProblems.refusedBody(body, Limits.DOCUMENT_BYTES, bad.problems()).answer(request);
      case Parsed.Ok<Order>(Order order) ->
          RequestProblems.refusedGraph(order, PlanGraph.of(order.steps()))
              .ifPresentOrElse(
                  problem -> problem.answer(request), () -> requireSignature(request, order));
    }
  }

  private void requireSignature(RoutingContext request, Order order) {
    Address buyer = Address.fromHex(ApiKeys.tenant(request).buyer());
    OrderSignature.refusal(promises.domain(), order, buyer)
        .ifPresentOrElse(
            reason -> RequestProblems.wrongSignature(reason).answer(request),
            () -> requireInputs(request, order));
  }

  private void requireInputs(RoutingContext request, Order order) {
    if (order.steps().stream().noneMatch(step -> step.input() instanceof StepInput.Stored)) {
      submit(request, order);
      return;
    }
    vertx
        .executeBlocking(() -> missingInputs(order), false)
        .onFailure(request::fail)
        .onSuccess(missing -> {
          if (missing.isEmpty()) {
            submit(request, order);
          } else {
            RequestProblems.missingInputs(missing).answer(request);
          }
        });
  }

  private List<Fault> missingInputs(Order order) {
    List<Fault> missing = new ArrayList<>();
    for (int i = 0; i < order.steps().size(); i++) {
      OrderStep step = order.steps().get(i);
      if (step.input() instanceof StepInput.Stored(InputRef ref)) {
        missingInput(RequestProblems.pointer(i, "inputRef"), ref).ifPresent(missing::add);
      }
    }
    return missing;
  }

  private Optional<Fault> missingInput(String pointer, InputRef ref) {
    Optional<byte[]> stored = blobs.get(ref.sha256().bytes());
    if (stored.isEmpty()) {
      return Optional.of(new Fault(pointer, "no input " + ref.sha256() + " is stored"));
    }
    int bytes = stored.get().length;
    return bytes == ref.bytes()
        ? Optional.empty()
        : Optional.of(new Fault(pointer, "says " + ref.bytes() + " bytes; stored are " + bytes));
  }

  private void submit(RoutingContext request, Order order) {
    Submission submission =
        Submission.of(
            order.orderId(),
            order.tenant(),
            order.source(),
            order.sourceId(),
            Bytes.wrap(order.canonicalJson()),
            inputs.clock().millis());
    if (recent.hasOtherContent(submission.orderId(), submission.orderHash())) {
      Problem.of(
              422,
              "idempotency-key-reused",
              "Idempotency-Key reused",
              "This key came with another order before; use a new key for a new order.")
          .answer(request);
      return;
    }
    TraceParent trace =
        TraceParent.parse(request.request().getHeader(TraceParent.HEADER))
            .orElseGet(inputs.freshTraces());
    request.response().putHeader(TraceParent.HEADER, trace.value());
    Future.fromCompletionStage(log.append(submission, trace), vertx.getOrCreateContext())
        .onSuccess(appendTimeMs -> accepted(request, submission, appendTimeMs))
        .onFailure(failure -> unavailable(request, submission, failure));
  }

  private void accepted(RoutingContext request, Submission submission, OptionalLong appendTimeMs) {
    recent.add(submission.orderId(), submission.orderHash());
    String self = "/v1/orders/" + submission.orderId();
    JsonObject body =
        new JsonObject()
            .put("orderId", submission.orderId().hex())
            .put("requestId", submission.requestId().hex())
            .put("status", "RECEIVED")
            .put("links", new JsonObject().put("self", self));
    appendTimeMs.ifPresent(at ->
        body.put(
            "acknowledgement",
            acknowledgement(promises.of(submission.orderId(), submission.orderHash(), at))));
    request
        .response()
        .setStatusCode(202)
        .putHeader(HttpHeaders.LOCATION, self)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.toBuffer());
  }

  private static JsonObject acknowledgement(OrderPromises.Promise promise) {
    Acknowledgement acknowledgement = promise.acknowledgement();
    return new JsonObject()
        .put("orderId", acknowledgement.orderId().toString())
        .put("orderHash", acknowledgement.orderHash().toString())
        .put("acceptedAt", Long.toString(acknowledgement.acceptedAt()))
        .put("maxMergeDelayMs", Long.toString(acknowledgement.maxMergeDelayMs()))
        .put("signature", promise.signature().toBytes().toString());
  }

  private static void unavailable(
      RoutingContext request, Submission submission, Throwable failure) {
    LOG.atWarn()
        .addKeyValue("orderId", submission.orderId())
        .addKeyValue("traceId", traceId(request))
        .addKeyValue("reason", failure.toString())
        .log("a request is not known to be written");
    request.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_S));
    Problem.of(
            503,
            "not-acknowledged",
            "Not acknowledged in time",
            "It is not known whether the order was taken. Send it again with the Idempotency-Key "
                + submission.sourceId()
                + ": it will be taken once.")
        .answer(request);
  }

  private static String traceId(RoutingContext request) {
    return TraceParent.parse(request.response().headers().get(TraceParent.HEADER))
        .map(TraceParent::traceId)
        .orElse("");
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
  }
}
