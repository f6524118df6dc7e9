package dev.quittance.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many requests in at the same time, whoever sends them; the others are answered with 503
 * and Retry-After at once. For routes without keys, in front of the handler that reads the body. A
 * request holds its place until it is answered or its client is gone, and until its work is done:
 * clients that leave would otherwise pile it up. Thread-safe.
 */
public final class Places implements Handler<RoutingContext> {
  private static final String RETRY_AFTER_S = "2";
  private static final String PLACE = Places.class.getName();

  private final Semaphore free;

  /** So many places. */
  public Places(int places) {
    this.free = new Semaphore(places);
  }

  /** One place: the request holds it, and its work. */
  private static final class Place {
    private final Semaphore free;
    private final AtomicInteger holders = new AtomicInteger(1);

    Place(Semaphore free) {
      this.free = free;
    }

    void hold() {
      holders.incrementAndGet();
    }

    void leave() {
      if (holders.decrementAndGet() == 0) {
        free.release();
      }
    }
  }

  @Override
  public void handle(RoutingContext request) {
    if (!free.tryAcquire()) {
      busy(request);
      return;
    }
    Place place = new Place(free);
    request.put(PLACE, place);
    request.addEndHandler(_ -> place.leave());
    request.next();
  }

  /**
   * Work of a request that was let in: it goes on when the client has left, and so does its hold.
   */
  public static <T> Future<T> hold(RoutingContext request, Future<T> work) {
    Place place = Objects.requireNonNull(request.<Place>get(PLACE), "not let in");
    place.hold();
    return work.onComplete(_ -> place.leave());
  }

  /** Answers that too many are being answered. */
  public static void busy(RoutingContext request) {
    request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
    Problem.of(
            503,
            "busy",
            "Busy",
            "Too many such requests are being answered; nothing was taken. Send it again.")
        .answer(request);
  }
}
