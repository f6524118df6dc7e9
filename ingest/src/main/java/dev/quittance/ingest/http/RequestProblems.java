package dev.quittance.ingest.http;

import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.planning.graph.GraphResult;
import dev.quittance.platform.http.Problem;
import dev.quittance.platform.http.Problem.Fault;
import java.util.List;
import java.util.Optional;

/** What is wrong with requests, as answers of RFC 9457. */
final class RequestProblems {
  private RequestProblems() {}

  /** JSON that doesn't parse is 400, JSON that breaks the rules 422. */
  static Problem refusedBody(
      byte[] body, int maxBytes, List<dev.quittance.planning.document.Problem> problems) {
    return switch (StrictJson.parse(body, maxBytes)) {
      case Parsed.Bad<?> _ ->
          of(400, "malformed-json", "Malformed JSON", "The body is not strict JSON.", problems);
      case Parsed.Ok<?> _ ->
          of(
              422,
              "invalid-order",
              "Invalid order",
              "The body breaks the rules for orders; errors lists each place.",
              problems);
    };
  }

  /** An input that is not strict JSON. */
  static Problem refusedInput(List<dev.quittance.planning.document.Problem> problems) {
    return of(
        422,
        "malformed-input",
        "Malformed input",
        "An input is one strict JSON value in UTF-8.",
        problems);
  }

  /** Steps that can't be walked. */
  static Optional<Problem> refusedGraph(Order order, GraphResult graph) {
    return switch (graph) {
      case GraphResult.Valid _ -> Optional.empty();
      case GraphResult.UnknownStep(String step, String unknown) ->
          Optional.of(
              fault(
                  "unknown-step",
                  "Unknown step",
                  pointerOf(order, step),
                  "needs or refers to step " + unknown + ", which the order doesn't have"));
      case GraphResult.Cycle cycle ->
          Optional.of(
              fault(
                  "cyclic-steps",
                  "Cyclic steps",
                  pointerOf(order, cycle.names().getFirst()),
                  "waits for itself: " + cycle.path()));
    };
  }

  /** Inputs that must be stored first. */
  static Problem missingInputs(List<Fault> faults) {
    return new Problem(
        422,
        "input-missing",
        "Input missing",
        "Store each input with PUT /v1/inputs/{sha256} before an order cites it.",
        faults);
  }

  /** A signature that is not the buyer's. */
  static Problem wrongSignature(String reason) {
    return new Problem(
        422,
        "wrong-signature",
        "Wrong signature",
        "The order's EIP-712 signature does not hold; sign this very order, or leave it out.",
        List.of(new Fault("/signature", reason)));
  }

  /** JSON pointer of a step's field in an order request that has steps. */
  static String pointer(int step, String field) {
    return "/steps/" + step + "/" + field;
  }

  private static String pointerOf(Order order, String name) {
    return "/steps/" + order.steps().stream().map(OrderStep::name).toList().indexOf(name);
  }

  private static Problem fault(String code, String title, String pointer, String detail) {
    return new Problem(
        422,
        code,
        title,
        "The order's steps don't form a graph.",
        List.of(new Fault(pointer, detail)));
  }

  private static Problem of(
      int status,
      String code,
      String title,
      String detail,
      List<dev.quittance.planning.document.Problem> problems) {
    List<Fault> faults =
        problems.stream()
            .map(problem ->
                new Fault(problem.pointer(), problem.found() + "; expected " + problem.expected()))
            .toList();
    return new Problem(status, code, title, detail, faults);
  }
}
