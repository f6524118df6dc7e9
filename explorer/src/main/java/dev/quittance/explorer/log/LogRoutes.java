package dev.quittance.explorer.log;

import dev.quittance.planning.document.Scope;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.Problem;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.merkle.ConsistencyProof;
import dev.quittance.receipts.merkle.MissingTileException;
import dev.quittance.receipts.merkle.Tile;
import dev.quittance.receipts.merkle.TiledTree;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log over HTTP: {@code /v1/log/…}, which anybody may read since it holds hashes and signatures
 * only, and the bundles of receipts, for the tenant that ordered.
 *
 * <p>{@code /v1/log} is a C2SP tlog-tiles log of the anchors: {@code checkpoint}, {@code tile/…},
 * {@code tile/entries/…}. The tree of a period's entries in a partition has its tiles below {@code
 * /v1/log/entries/<partition>/<seq>}.
 */
public final class LogRoutes implements HttpHost.Routes {
  private static final Pattern HASH = Pattern.compile("(?:0x)?([0-9a-fA-F]{64})");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final String ENTRIES = "/v1/log/entries/";
  private static final String IMMUTABLE = "public, immutable, max-age=31536000";

  /** How much later than the schedule says a period's proofs are there, roughly. */
  private static final long CLOSING_S = 5;

  private static final BundleAnswer UNKNOWN = new BundleAnswer.Unknown();

  private final LogIdentity log;
  private final LogIndex index;
  private final PublishedTiles tiles;
  private final BiFunction<Integer, Long, EntryTree> trees;
  private final Bundles bundles;
  private final ApiKeys keys;
  private final BiPredicate<String, Bytes32> owns;
  private final InstantSource clock;

  /**
   * Routes of a log.
   *
   * @param owns whether an order is a tenant's
   * @param clock tells callers how long to wait
   */
  LogRoutes(
      Bundles.Source source, ApiKeys keys, BiPredicate<String, Bytes32> owns, InstantSource clock) {
    this.log = source.log();
    this.index = source.index();
    this.tiles = source.tiles();
    this.trees = source::tree;
    this.bundles = new Bundles(source);
    this.keys = keys;
    this.owns = owns;
    this.clock = clock;
  }

  @Override
  public void mount(Vertx vertx, Router router) {
    router.get("/v1/log/checkpoint").handler(request -> checkpoint(vertx, request));
    router.get("/v1/log/consistency").handler(request -> consistency(vertx, request));
    router.get("/v1/log/interim/:partition").handler(request -> interim(vertx, request));
    router.get("/v1/log/heads/:seq").handler(request -> heads(vertx, request));
    router.get("/v1/log/tile/*").handler(request -> anchorTile(vertx, request));
    router
        .get("/v1/log/entries/:partition/:seq/tile/*")
        .handler(request -> entryTile(vertx, request));
    router
        .get("/v1/receipts")
        .handler(keys.anyTenant(Scope.ORDERS_READ))
        .handler(request -> receipts(vertx, request));
    router
        .get("/v1/receipts/:id/bundle")
        .handler(keys.anyTenant(Scope.ORDERS_READ))
        .handler(request -> bundle(vertx, request));
  }

  private void checkpoint(Vertx vertx, RoutingContext request) {
    blocking(
        vertx,
        request,
        index::checkpoint,
        latest ->
            latest.ifPresentOrElse(
                found -> text(request, found.note()),
                () -> notFound(request, "no-checkpoint", "No period of the log is closed yet.")));
  }

  private void interim(Vertx vertx, RoutingContext request) {
    Optional<Long> partition = number(request.pathParam("partition"));
    blocking(
        vertx,
        request,
        () ->
            partition
                .filter(given -> given < log.partitionCount())
                .flatMap(given -> index.interim(given.intValue())),
        note ->
            note.ifPresentOrElse(
                found -> text(request, found),
                () -> notFound(request, "no-interim-head", "Nothing is said of this partition.")));
  }

  /**
   * The anchor record of a period and the heads that its root is made of: enough to recompute it.
   */
  private void heads(Vertx vertx, RoutingContext request) {
    Optional<Long> seq = number(request.pathParam("seq"));
    blocking(
        vertx,
        request,
        () -> seq.flatMap(it -> index.anchor(it).map(anchor -> heads(it, anchor))),
        found ->
            found.ifPresentOrElse(
                heads -> json(request, heads),
                () -> notFound(request, "no-period", "The log has no such period, or not yet.")));
  }

  private JsonObject heads(long seq, AnchorRecord anchor) {
    JsonArray heads = new JsonArray();
    index
        .heads(seq)
        .forEach(head ->
            heads.add(
                new JsonObject()
                    .put("partition", head.partition())
                    .put("entries", Long.toString(head.entries()))
                    .put("accepted", Long.toString(head.accepted()))
                    .put("head", head.encode().toString())));
    return new JsonObject()
        .put("seq", seq)
        .put("anchor", anchor.encode().toString())
        .put("anchorHash", anchor.hash().toString())
        .put("heads", heads);
  }

  private void consistency(Vertx vertx, RoutingContext request) {
    Optional<Long> from = number(request.request().getParam("from"));
    Optional<Long> to = number(request.request().getParam("to"));
    blocking(
        vertx,
        request,
        () -> {
          long size = index.checkpoint().map(LogIndex.LatestCheckpoint::size).orElse(0L);
          return from.isPresent() && to.isPresent() && from.get() <= to.get() && to.get() <= size
              ? Optional.of(
                  new TiledTree(to.get(), index::anchorTile).consistencyProof(from.get(), to.get()))
              : Optional.<ConsistencyProof>empty();
        },
        proof ->
            proof.ifPresentOrElse(
                found -> json(request, consistency(found)),
                () ->
                    Problem.of(
                            400,
                            "sizes-out-of-range",
                            "No such sizes",
                            "Give from and to with 0 ≤ from ≤ to ≤ the checkpoint's size.")
                        .answer(request)));
  }

  private static JsonObject consistency(ConsistencyProof proof) {
    return new JsonObject()
        .put("from", proof.first())
        .put("to", proof.second())
        .put("path", new JsonArray(proof.path().stream().map(Bytes32::toString).toList()));
  }

  private void anchorTile(Vertx vertx, RoutingContext request) {
    Optional<Tile> tile = Tile.parse(request.normalizedPath().substring("/v1/log/".length()));
    tile(vertx, request, () -> tile.map(index::anchorTile));
  }

  private void entryTile(Vertx vertx, RoutingContext request) {
    Optional<Long> partition = number(request.pathParam("partition"));
    Optional<Long> seq = number(request.pathParam("seq"));
    Optional<Tile> tile = Tile.parse(afterSlashes(request.normalizedPath(), 2));
    tile(
        vertx,
        request,
        () ->
            partition
                .filter(given -> given < log.partitionCount())
                .flatMap(given -> seq.map(period -> trees.apply(given.intValue(), period)))
                .flatMap(tree -> tile.map(wanted -> tiles.read(tree, wanted))));
  }

  /** What follows after the prefix of entry trees and some parts of the path. */
  private static String afterSlashes(String path, int parts) {
    int at = ENTRIES.length();
    for (int part = 0; part < parts; part++) {
      at = path.indexOf('/', at) + 1;
    }
    return path.substring(at);
  }

  private static void tile(Vertx vertx, RoutingContext request, Callable<Optional<Bytes>> read) {
    blocking(
        vertx,
        request,
        () -> {
          try {
            return read.call();
          } catch (MissingTileException _) {
            return Optional.<Bytes>empty();
          }
        },
        tile ->
            tile.ifPresentOrElse(
                bytes ->
                    request
                        .response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                        .putHeader(HttpHeaders.CACHE_CONTROL, IMMUTABLE)
                        .end(Buffer.buffer(bytes.toByteArray())),
                () -> notFound(request, "no-tile", "The log has no such tile, or not yet.")));
  }

  private void receipts(Vertx vertx, RoutingContext request) {
    Optional<Bytes32> orderId = hash(request.request().getParam("order"));
    String tenant = ApiKeys.tenant(request).id();
    blocking(
        vertx,
        request,
        () -> orderId.filter(id -> owns.test(tenant, id)).map(index::receiptsOf),
        (Optional<List<LogIndex.OrdersReceipt>> found) ->
            found.ifPresentOrElse(
                receipts -> json(request, list(receipts)),
                () -> notFound(request, "unknown-order", "You have no order with this id.")));
  }

  private static JsonObject list(List<LogIndex.OrdersReceipt> receipts) {
    JsonArray list = new JsonArray();
    receipts.stream()
        .map(receipt -> receipt.digest().toString())
        .distinct()
        .forEach(id ->
            list.add(
                new JsonObject()
                    .put("id", id)
                    .put(
                        "links",
                        new JsonObject().put("bundle", "/v1/receipts/" + id + "/bundle"))));
    return new JsonObject().put("receipts", list);
  }

  private void bundle(Vertx vertx, RoutingContext request) {
    Optional<Bytes32> digest = hash(request.pathParam("id"));
    String tenant = ApiKeys.tenant(request).id();
    blocking(
        vertx,
        request,
        () -> digest.map(bundles::of).map(it -> forTenant(tenant, it)).orElse(UNKNOWN),
        answer -> {
          switch (answer) {
            case BundleAnswer.Proven(_, String bundle) ->
                answer(request, "application/json", bundle);
            case BundleAnswer.Unknown _ ->
                notFound(request, "unknown-receipt", "None of your orders has this receipt.");
            case BundleAnswer.PeriodOpen open -> periodOpen(request, open);
            case BundleAnswer.NotPublishedYet(long period) -> notPublished(request, period);
            case BundleAnswer.NotAccepted(var reason) ->
                Problem.of(
                        404,
                        "receipt-not-accepted",
                        "Not accepted",
                        "The log holds this receipt as refused: " + reason.label() + ".")
                    .answer(request);
          }
        });
  }

  private BundleAnswer forTenant(String tenant, BundleAnswer answer) {
    return answer instanceof BundleAnswer.Proven(Bytes32 orderId, _) && !owns.test(tenant, orderId)
        ? UNKNOWN
        : answer;
  }

  private void periodOpen(RoutingContext request, BundleAnswer.PeriodOpen open) {
    long waitS = Math.max(1, open.endsAt() + CLOSING_S - clock.instant().getEpochSecond());
    request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(waitS));
    Problem.of(
            409,
            "period-open",
            "Period still open",
            "The receipt is in the log, in period %d of partition %d, which ends at %s; ask again in"
                    .formatted(
                        open.period(),
                        open.partition(),
                        java.time.Instant.ofEpochSecond(open.endsAt()))
                + " %d s.".formatted(waitS))
        .answer(request);
  }

  private static void notPublished(RoutingContext request, long period) {
    request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    Problem.of(
            409,
            "not-published-yet",
            "Not published yet",
            "Period " + period + " is closed and its proofs are being made; ask again in a second.")
        .answer(request);
  }

  private static <T> void blocking(
      Vertx vertx, RoutingContext request, Callable<T> work, Consumer<T> then) {
    // Mapped, so that an answer that fails to be made is a failure too, and not a silence.
    vertx
        .executeBlocking(work, false)
        .map(result -> {
          then.accept(result);
          return result;
        })
        .onFailure(request::fail);
  }

  private static void text(RoutingContext request, String note) {
    answer(request, "text/plain; charset=utf-8", note);
  }

  private static void json(RoutingContext request, JsonObject json) {
    answer(request, "application/json", json.encode());
  }

  private static void answer(RoutingContext request, String type, String body) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body);
  }

  private static void notFound(RoutingContext request, String code, String detail) {
    Problem.of(404, code, "Not found", detail).answer(request);
  }

  private static Optional<Long> number(@Nullable String text) {
    return Optional.ofNullable(text)
        .filter(given -> NUMBER.matcher(given).matches())
        .map(Long::parseLong);
  }

  private static Optional<Bytes32> hash(@Nullable String text) {
    Matcher matcher = HASH.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(Bytes32.fromHex("0x" + matcher.group(1).toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }
}
