package dev.quittance.platform.http;

import dev.quittance.planning.document.Tenant;
import dev.quittance.planning.document.TenantLimits;
import dev.quittance.platform.admission.Admission;
import dev.quittance.platform.admission.Admission.Decision;
import dev.quittance.platform.admission.Admission.Limits;
import dev.quittance.platform.admission.Admission.Share;
import dev.quittance.platform.admission.Admission.Totals;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests that write in, or answers 429 or 503 with Retry-After before a body is read.
 * Mounted behind what tells whose they are. Thread-safe.
 */
public final class Gate implements Handler<RoutingContext> {
  /**
   * Tenants whose buckets are remembered; who falls out is idle, and comes back with a full one.
   */
  private static final int TENANTS = 100_000;

  private final Limits limits;
  private final InstantSource clock;
  private final Function<RoutingContext, Sender> senders;
  private final Map<String, Share> shares = new LinkedHashMap<>(16, 0.75f, true);
  private int inFlight;
  private long backlog;

  /**
   * A tenant that sends requests.
   *
   * @param limits what its document says of them, if anything
   */
  public record Sender(String tenant, @Nullable TenantLimits limits) {
    /** The tenant of a request behind {@link ApiKeys}. */
    public static Sender of(RoutingContext request) {
      Tenant tenant = ApiKeys.tenant(request);
      return new Sender(tenant.id(), tenant.limits());
    }
  }

  /**
   * A gate through which nobody has come.
   *
   * @param limits for tenants whose documents don't say otherwise
   * @param senders whose a request is
   */
  public Gate(Limits limits, InstantSource clock, Function<RoutingContext, Sender> senders) {
    this.limits = limits;
    this.clock = clock;
    this.senders = senders;
  }

  /** Notes how many orders are on their way through the line. */
  public synchronized void backlog(long orders) {
    backlog = orders;
  }

  @Override
  public void handle(RoutingContext request) {
    Sender sender = senders.apply(request);
    switch (decide(sender)) {
      case Decision.Admitted _ -> {
        request.addEndHandler(_ -> answered(sender.tenant()));
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

  private synchronized Decision decide(Sender sender) {
    long nowMs = clock.millis();
    Limits ofTenant = limits.of(sender.limits());
    Share share = shares.get(sender.tenant());
    Decision decision =
        Admission.decide(
            share == null ? Share.fresh(ofTenant, nowMs) : share,
            new Totals(inFlight, backlog),
            ofTenant,
            nowMs);
    switch (decision) {
      case Decision.Admitted(Share after) -> {
        shares.put(sender.tenant(), after);
        inFlight++;
      }
      case Decision.OverQuota(Share after, _) -> shares.put(sender.tenant(), after);
      case Decision.Crowded(Share after, _) -> shares.put(sender.tenant(), after);
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
