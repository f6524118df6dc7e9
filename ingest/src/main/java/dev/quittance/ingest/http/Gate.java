package dev.quittance.ingest.http;

import dev.quittance.ingest.domain.Admission;
import dev.quittance.ingest.domain.Admission.Decision;
import dev.quittance.ingest.domain.Admission.Limits;
import dev.quittance.ingest.domain.Admission.Share;
import dev.quittance.ingest.domain.Admission.Totals;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets requests that write in, or answers 429 or 503 with Retry-After before a body is read.
 * Mounted behind {@link ApiKeys}. Thread-safe.
 */
final class Gate implements Handler<RoutingContext> {
  /**
   * Tenants whose buckets are remembered; who falls out is idle, and comes back with a full one.
   */
  private static final int TENANTS = 100_000;

  private final Limits limits;
  private final InstantSource clock;
  private final Map<String, Share> shares = new LinkedHashMap<>(16, 0.75f, true);
  private int inFlight;
  private long backlog;

  Gate(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Notes how many orders are on their way through the line. */
  synchronized void backlog(long orders) {
    backlog = orders;
  }

  @Override
  public void handle(RoutingContext request) {
    Tenant tenant = ApiKeys.tenant(request);
    switch (decide(tenant)) {
      case Decision.Admitted _ -> {
        request.addEndHandler(_ -> answered(tenant.id()));
        request.next();
      }
      case Decision.OverQuota(_, long waitMs) ->
          refuse(
              request,
              waitMs,
              429,
              "quota-exceeded",
              "Quota exceeded",
              "Your tenant sends more requests than its quota; send this one again later.");
      case Decision.Crowded(_, long waitMs) ->
          refuse(
              request,
              waitMs,
              429,
              "too-many-in-flight",
              "Too many requests in flight",
              "Too many requests of your tenant are unanswered; wait for their answers.");
      case Decision.Overloaded(long waitMs) ->
          refuse(
              request,
              waitMs,
              503,
              "overloaded",
              "Overloaded",
              "The line has more orders than it takes at once; nothing was taken. Try again later.");
    }
  }

  private synchronized Decision decide(Tenant tenant) {
    long nowMs = clock.millis();
    Limits ofTenant = limits.of(tenant.limits());
    Share share = shares.get(tenant.id());
    Decision decision =
        Admission.decide(
            share == null ? Share.fresh(ofTenant, nowMs) : share,
            new Totals(inFlight, backlog),
            ofTenant,
            nowMs);
    switch (decision) {
      case Decision.Admitted(Share after) -> {
        shares.put(tenant.id(), after);
        inFlight++;
      }
      case Decision.OverQuota(Share after, _) -> shares.put(tenant.id(), after);
      case Decision.Crowded(Share after, _) -> shares.put(tenant.id(), after);
      case Decision.Overloaded _ -> {}
    }
    forgetIdle();
    return decision;
  }

  private void forgetIdle() {
    if (shares.size() > TENANTS) {
      shares.entrySet().stream()
          .filter(entry -> entry.getValue().inFlight() == 0)
          .findFirst()
          .map(Map.Entry::getKey)
          .ifPresent(shares::remove);
    }
  }

  private synchronized void answered(String tenant) {
    inFlight--;
    shares.computeIfPresent(tenant, (_, share) -> share.answered());
  }

  private static void refuse(
      RoutingContext request, long waitMs, int status, String code, String title, String detail) {
    long waitS = Math.max(1, Math.ceilDiv(waitMs, 1000));
    request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(waitS));
    Problem.of(status, code, title, detail).answer(request);
  }
}
