package dev.quittance.explorer.http;

import dev.quittance.explorer.events.EventFeed;
import dev.quittance.explorer.events.Journal;
import dev.quittance.explorer.events.Position;
import dev.quittance.platform.events.EventJson;
import dev.quittance.platform.events.RuntimeEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * One client's stream. It reads what comes after its position, writes that, and reads again when it
 * is woken: events are never kept in memory for it, so a slow client costs nothing but its socket.
 * All of it happens on the request's event loop, but for the reading.
 */
final class EventStream {
  private static final long KEEP_ALIVE_MS = 15_000;
  private static final long RECONNECT_MS = 2_000;

  private final Vertx vertx;
  private final Context context;
  private final RoutingContext request;
  private final HttpServerResponse response;
  private final EventSource source;
  private Position position;
  private boolean isReading;
  private boolean isWoken;
  private boolean isClosed;

  EventStream(Vertx vertx, RoutingContext request, EventSource source, Position position) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.request = request;
    this.response = request.response();
    this.source = source;
    this.position = position;
  }

  /** Begins: the subscription stands before the first reading, so that nothing falls between. */
  void open(String process, Function<Runnable, EventFeed.Subscription> subscribe) {
    EventFeed.Subscription subscription = subscribe.apply(() -> context.runOnContext(_ -> read()));
    long keepAlive = vertx.setPeriodic(KEEP_ALIVE_MS, _ -> write(":\n\n"));
    request.addEndHandler(_ -> close(subscription, keepAlive));
    response.drainHandler(_ -> read());
    // A process that stops does not wait for its readers: they come back to another one.
    request.request().connection().shutdownHandler(_ -> end());
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
    RuntimeEvent started = new RuntimeEvent.Started(process, System.currentTimeMillis());
    write(
        "retry: %d\n".formatted(RECONNECT_MS)
            + "event: started\ndata: %s\n\n".formatted(EventJson.of(started).encode()));
    read();
  }

  private void close(EventFeed.Subscription subscription, long keepAlive) {
    isClosed = true;
    subscription.close();
    vertx.cancelTimer(keepAlive);
  }

  private void read() {
    if (isClosed || isReading || response.writeQueueFull()) {
      isWoken = true;
      return;
    }
    isReading = true;
    isWoken = false;
    Position from = position;
    vertx
        .executeBlocking(() -> source.next(from), false)
        .onSuccess(this::write)
        .onFailure(_ -> response.reset());
  }

  private void write(EventSource.Next next) {
    isReading = false;
    if (isClosed) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (Journal.Entry entry : next.entries()) {
      position = entry.after(position);
      text.append("id: ").append(position.id()).append('\n');
      text.append("event: ").append(typeOf(entry)).append('\n');
      text.append("data: ").append(entry.json()).append("\n\n");
    }
    write(text.toString());
    if (next.isOver()) {
      end();
    } else if (isWoken || !next.entries().isEmpty()) {
      read();
    }
  }

  private void end() {
    if (!isClosed) {
      response.end();
    }
  }

  /** An event's document begins with its type. */
  private static String typeOf(Journal.Entry entry) {
    int from = entry.json().indexOf(':') + 2;
    return entry.json().substring(from, entry.json().indexOf('"', from));
  }

  private void write(String text) {
    if (!isClosed && !text.isEmpty()) {
      response.write(Buffer.buffer(text));
    }
  }
}
