package dev.quittance.market.agentl2.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.AddressGuard;
import dev.quittance.executors.http.HttpCall;
import dev.quittance.executors.http.HttpOutcome;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services' payloads: the JSON behind their metadata URI, {@code {}} when there is none, as the
 * marketplace's own runtime has it. URIs are strangers': they are read through the guard, up to a
 * size and a time, and what they gave is kept for a minute. For any number of threads.
 *
 * <p>Work that is done on {@code {}} is paid for all the same, so a host that fails for the moment
 * (no answer, 5xx, 429) is asked again, until it has failed for {@link #PATIENCE}.
 */
public final class Payloads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Payloads.class);
  private static final CanonicalJson NOTHING = new CanonicalJson("{}");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** So long a host may fail before its services' payload is {@code {}}. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Between two questions to a host that fails. */
  static final Duration PAUSE = Duration.ofSeconds(15);

  private static final int MOST_REDIRECTS = 3;
  private static final int MOST_KEPT = 1_000;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int CONNECTIONS = 16;
  private static final String IPFS = "ipfs://";

  private final OutgoingHttp http;
  private final String gateway;
  private final InstantSource clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final Map<String, Failing> failing = new ConcurrentHashMap<>();

  private record Kept(CanonicalJson payload, Instant until) {}

  /** A URI whose host fails, since then, and is not asked again before then. */
  private record Failing(Instant since, Instant next) {}

  /** What came of a question. */
  private sealed interface Read {
    /** There is something, or there never will be. */
    record Known(CanonicalJson payload) implements Read {}

    /** The host fails for the moment. */
    record Failed(String why) implements Read {}
  }

  /**
   * A reader; nothing is opened yet.
   *
   * @param gateway where {@code ipfs://} is read; ends in a slash
   * @param allowPrivate whether this machine's networks may be read
   */
  public Payloads(String gateway, boolean allowPrivate, InstantSource clock) {
    this.gateway = gateway;
    this.clock = clock;
    this.http =
        new OutgoingHttp(
            new AddressGuard(new AddressRules(allowPrivate)),
            new OutgoingHttp.Limits(CONNECTIONS, Limits.INPUT_BYTES, Optional.empty()));
  }

  /** The payload behind a URI; empty while its host fails, for {@link #PATIENCE} at most. */
  public Optional<CanonicalJson> of(String uri) throws IOException {
    Instant now = clock.instant();
    Kept known = kept.get(uri);
    if (known != null && now.isBefore(known.until())) {
      return Optional.of(known.payload());
    }
    Failing failed = failing.get(uri);
    if (failed != null && now.isBefore(failed.next())) {
      return Optional.empty();
    }
    return switch (read(uri)) {
      case Read.Known(CanonicalJson payload) -> {
        failing.remove(uri);
        yield Optional.of(keep(uri, payload));
      }
      case Read.Failed(String why) -> failed(uri, why);
    };
  }

  private Optional<CanonicalJson> failed(String uri, String why) {
    Instant now = clock.instant();
    if (failing.size() >= MOST_KEPT) {
      failing.clear();
    }
    Instant since =
        failing
            .merge(
                uri,
                new Failing(now, now.plus(PAUSE)),
                (before, _) -> new Failing(before.since(), now.plus(PAUSE)))
            .since();
    if (!now.isBefore(since.plus(PATIENCE))) {
      return Optional.of(keep(uri, none(why)));
    }
    LOG.atWarn()
        .addKeyValue("reason", why)
        .log("a service's payload can't be read now; its orders wait, and it is tried again");
    return Optional.empty();
  }

  private CanonicalJson keep(String uri, CanonicalJson payload) {
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(uri, new Kept(payload, clock.instant().plus(KEPT)));
    return payload;
  }

  private Read read(String uri) throws IOException {
    String place = uri.startsWith(IPFS) ? gateway + uri.substring(IPFS.length()) : uri;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      if (!(OutgoingUrl.parse(place) instanceof OutgoingUrl.Reading.Usable(OutgoingUrl url))) {
        return new Read.Known(NOTHING);
      }
      switch (send(url)) {
        case HttpOutcome.Answered answered when answered.status() / 100 == 3 ->
            place = redirected(url, answered.header("location").orElse(""));
        case HttpOutcome.Answered answered -> {
          return answered(url, answered);
        }
        case HttpOutcome.NoAnswer noAnswer -> {
          return switch (noAnswer.reason()) {
            case FORBIDDEN_ADDRESS, TOO_LARGE -> new Read.Known(none(noAnswer.message()));
            case UNREACHABLE, BROKEN_OFF, TIMEOUT -> new Read.Failed(noAnswer.message());
          };
        }
      }
    }
    return new Read.Known(none("more than " + MOST_REDIRECTS + " redirects"));
  }

  private HttpOutcome send(OutgoingUrl url) throws IOException {
    try {
      return http.send(new HttpCall("GET", url, Map.of("Accept", "application/json"), "", TIMEOUT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Where a redirect leads; empty when that can't be told. */
  private static String redirected(OutgoingUrl from, String location) {
    try {
      return location.isEmpty() ? "" : URI.create(from.text()).resolve(location).toString();
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static Read answered(OutgoingUrl url, HttpOutcome.Answered answer) {
    int status = answer.status();
    if (status == 200) {
      return new Read.Known(json(answer.body()));
    }
    String why = url.origin() + " answers with status " + status;
    return status / 100 == 5 || status == TOO_MANY_REQUESTS
        ? new Read.Failed(why)
        : new Read.Known(none(why));
  }

  private static CanonicalJson json(String body) {
    return switch (StrictJson.parse(body.getBytes(StandardCharsets.UTF_8), Limits.INPUT_BYTES)) {
      case Parsed.Ok<JsonNode>(JsonNode node) -> CanonicalJson.of(node);
      case Parsed.Bad<JsonNode> _ -> NOTHING;
    };
  }

  private static CanonicalJson none(String why) {
    LOG.atWarn()
        .addKeyValue("reason", why)
        .log("a service's payload can't be read; its orders get {}");
    return NOTHING;
  }

  @Override
  public void close() {
    http.close();
  }
}
