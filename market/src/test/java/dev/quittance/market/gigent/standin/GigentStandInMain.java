package dev.quittance.market.gigent.standin;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The stand-in as a process: {@code GigentStandInMain PORT CONTROL_PORT [SEED]}.
 *
 * <p>The second port commands it: {@code POST /orders {agent_id,count}} queues orders on an agent's
 * first gig, {@code PUT /faults}, {@code POST /restart {down_ms}}, {@code GET /effects}, {@code GET
 * /statuses}.
 */
public final class GigentStandInMain {
  private final GigentStandIn standIn;

  private GigentStandInMain(GigentStandIn standIn) {
    this.standIn = standIn;
  }

  /** Runs until the process is ended. */
  public static void main(String[] args) {
    if (args.length < 2) {
      System.err.println("GigentStandInMain PORT CONTROL_PORT [SEED]");
      System.exit(2);
    }
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    Gigent gigent = new Gigent(InstantSource.system(), seed);
    GigentStandIn standIn = GigentStandIn.start(Integer.parseInt(args[0]), gigent, seed);
    GigentStandInMain control = new GigentStandInMain(standIn);
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(request -> request.body().onSuccess(body -> control.obey(request, body)))
        .listen(Integer.parseInt(args[1]), "127.0.0.1")
        .onSuccess(server ->
            System.out.println(
                "gigent " + standIn.url() + " control http://127.0.0.1:" + server.actualPort()));
  }

  private void obey(HttpServerRequest request, Buffer body) {
    JsonObject json = body.length() == 0 ? new JsonObject() : new JsonObject(body);
    JsonObject answer = new JsonObject();
    switch (request.method().name() + " " + request.path()) {
      case "POST /orders" -> answer.put("ids", queue(json));
      case "PUT /faults" -> standIn.setFaults(Faults.of(json));
      case "POST /restart" ->
          Thread.ofVirtual().start(() -> restart(json.getLong("down_ms", 1000L)));
      case "GET /effects" -> answer = standIn.gigent().effects().json();
      case "GET /statuses" -> standIn.gigent().statuses().forEach(answer::put);
      default -> request.response().setStatusCode(404);
    }
    request.response().end(answer.encode());
  }

  private List<String> queue(JsonObject json) {
    Gigent gigent = standIn.gigent();
    String gig = gigent.gigIds(json.getString("agent_id")).getFirst();
    return gigent.addOrders(
        gig, gigent.addAgent("buyer"), json.getInteger("count", 1), i -> "order " + i);
  }

  private void restart(long downMs) {
    try {
      standIn.restart(Duration.ofMillis(downMs));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
