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
 * Services' payloads: the JSON behind their metadata URI, {@code {}} whenever there is none, as the
 * marketplace's own runtime has it. URIs are strangers': they are read through the guard, up to a
 * size and a time, and what they gave is kept for a minute. For any number of threads.
 */
public final class Payloads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Payloads.class);
  private static final CanonicalJson NOTHING = new CanonicalJson("{}");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MOST_KEPT = 1_000;
  private static final int CONNECTIONS = 16;
  private static final String IPFS = "ipfs://";

  private final OutgoingHttp http;
  private final String gateway;
  private final InstantSource clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(CanonicalJson payload, Instant until) {}

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

  /** The payload behind a URI. */
  public CanonicalJson of(String uri) throws IOException {
    Kept known = kept.get(uri);
    if (known != null && clock.instant().isBefore(known.until())) {
      return known.payload();
    }
    CanonicalJson payload = read(uri);
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(uri, new Kept(payload, clock.instant().plus(KEPT)));
    return payload;
  }

  private CanonicalJson read(String uri) throws IOException {
    String place = uri.startsWith(IPFS) ? gateway + uri.substring(IPFS.length()) : uri;
    if (!(OutgoingUrl.parse(place) instanceof OutgoingUrl.Reading.Usable(OutgoingUrl url))) {
      return NOTHING;
    }
    HttpCall call = new HttpCall("GET", url, Map.of("Accept", "application/json"), "", TIMEOUT);
    try {
      return switch (http.send(call)) {
        case HttpOutcome.Answered answered when answered.status() == 200 -> json(answered.body());
        case HttpOutcome.Answered answered -> none(url, "status " + answered.status());
        case HttpOutcome.NoAnswer noAnswer -> none(url, noAnswer.message());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static CanonicalJson json(String body) {
    return switch (StrictJson.parse(body.getBytes(StandardCharsets.UTF_8), Limits.INPUT_BYTES)) {
      case Parsed.Ok<JsonNode>(JsonNode node) -> CanonicalJson.of(node);
      case Parsed.Bad<JsonNode> _ -> NOTHING;
    };
  }

  private static CanonicalJson none(OutgoingUrl url, String why) {
    LOG.atWarn()
        .addKeyValue("origin", url.origin())
        .addKeyValue("reason", why)
        .log("a service's payload can't be read; its orders get {}");
    return NOTHING;
  }

  @Override
  public void close() {
    http.close();
  }
}
