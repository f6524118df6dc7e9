package dev.quittance.explorer.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.explorer.store.RocksStore;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.ApiKey;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.OpenApiContract;
import dev.quittance.receipts.bundle.BundleBuilder;
import dev.quittance.receipts.bundle.BundleVerifier;
import dev.quittance.receipts.bundle.BundleWriter;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.log.ProvenReceipt;
import dev.quittance.receipts.merkle.ConsistencyProof;
import dev.quittance.receipts.merkle.EntryBundle;
import dev.quittance.receipts.merkle.Frontier;
import dev.quittance.receipts.merkle.Rfc6962;
import dev.quittance.receipts.merkle.Tile;
import dev.quittance.receipts.merkle.TiledTree;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRoutesTest {
  private static final Catalogue CATALOGUE =
      Catalogue.EMPTY.foldPolicy(0, tenant("acme")).foldPolicy(1, tenant("other"));

  private static final OpenApiContract CONTRACT = OpenApiContract.published();
  private static final String ADDRESS = "0x" + "11".repeat(20);

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path directory;
  private RocksStore store;
  private SmallLog log;
  private HttpHost host;

  private static Tenant tenant(String id) {
    return new Tenant(
        id,
        id,
        ADDRESS,
        "standard",
        List.of(Hash32.sha256((id + "-key").getBytes(UTF_8))),
        Tenant.Status.ACTIVE,
        List.of(
            new ApiKey(
                Hash32.sha256((id + "-writer-key").getBytes(UTF_8)),
                List.of(Scope.ORDERS_WRITE),
                null)),
        null);
  }

  @BeforeEach
  void start() {
    store = RocksStore.open(directory.resolve("index"));
    log = new SmallLog(store, new DirectoryBlobStore(directory.resolve("blobs")));
    InstantSource clock =
        InstantSource.fixed(Instant.ofEpochSecond(SmallLog.START_S + SmallLog.CADENCE_S + 4));
    host =
        HttpHost.open(
            "127.0.0.1",
            0,
            List.of(
                new LogRoutes(
                    log.source(),
                    new ApiKeys(() -> CATALOGUE),
                    (tenant, _) -> tenant.equals("acme"),
                    clock)));
  }

  @AfterEach
  void stop() {
    host.close();
    store.close();
    client.close();
  }

  private <T> HttpResponse<T> get(String path, String tenant, HttpResponse.BodyHandler<T> body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
            .header("Authorization", "Bearer " + tenant + "-key")
            .build();
    return CONTRACT.check(send(request, body));
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request, body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> get(String path) {
    return get(path, "acme", BodyHandlers.ofString());
  }

  private HttpResponse<String> bundle(Place place) {
    return get("/v1/receipts/" + log.digest(place) + "/bundle");
  }

  private String problem(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getString("type").replace("urn:quittance:problem:", "");
  }

  @Test
  void bundlesAreThoseOfAReplayOfTheLogAndHold() {
    for (int i = 0; i < 300; i++) {
      log.receipt(i % 3 == 0 ? 1 : 0);
    }
    log.close();
    for (int i = 0; i < 290; i++) {
      log.receipt(0);
    }
    log.close();
    BundleBuilder expected =
        new BundleBuilder(log.replay(), log.identity().domain(), log.note(), log.key());
    BundleVerifier verifier = new BundleVerifier(SmallLog.SIGNATURES);
    Trust trust = Trust.of(log.identity().origin(), log.key());
    int checked = 0;
    for (ProvenReceipt receipt : log.replay().receipts()) {
      if (receipt.index() % 40 == 0 || receipt.index() % 256 > 250) {
        Place place = new Place(receipt.entry().partition(), receipt.entry().offset());
        HttpResponse<String> answer = bundle(place);
        assertThat(answer.statusCode()).as("%s: %s", place, answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(BundleWriter.write(expected.build(receipt, List.of())));
        assertThat(verifier.verify(answer.body(), trust).holds()).isTrue();
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(20);
  }

  @Test
  void aReceiptInAnOpenPeriodSaysWhichAndWhen() {
    Place first = log.receipt(1);
    HttpResponse<String> answer = bundle(first);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(problem(answer)).isEqualTo("period-open");
    assertThat(answer.body()).contains("period 0 of partition 1").contains("ends at 1970-01-12");
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    log.close();
    assertThat(bundle(first).statusCode()).isEqualTo(200);
    HttpResponse<String> second = bundle(log.receipt(1));
    assertThat(second.body()).contains("period 1 of partition 1");
    assertThat(second.headers().firstValue("Retry-After"))
        .contains(Integer.toString(SmallLog.CADENCE_S - 4 + 5));
  }

  @Test
  void aCopyHidesNoReceiptAndOneThatIsRefusedIsNotProven() {
    Place place = log.receipt(0);
    log.receipt(0);
    log.write(0, log.at(place));
    Place elsewhere = log.write(1, log.at(place));
    log.close();
    assertThat(bundle(place).statusCode()).isEqualTo(200);
    assertThat(log.digest(elsewhere)).isEqualTo(log.digest(place));
    assertThat(bundle(elsewhere).body()).isEqualTo(bundle(place).body());
  }

  @Test
  void whatTheLogDidNotAcceptHasNoBundle() {
    Place gap = log.receiptAfterGap(0);
    log.close();
    HttpResponse<String> refused = bundle(gap);
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(problem(refused)).isEqualTo("receipt-not-accepted");
    assertThat(refused.body()).contains("sequence gap");
    HttpResponse<String> unknown = get("/v1/receipts/" + Bytes32.ZERO + "/bundle");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(problem(unknown)).isEqualTo("unknown-receipt");
    assertThat(get("/v1/receipts/abc/bundle").statusCode()).isEqualTo(404);
  }

  @Test
  void tilesThatAreNotThereYetAreWaitedFor() throws IOException {
    Place place = log.receipt(0);
    log.close();
    Path tiles = directory.resolve("blobs/named");
    Path away = directory.resolve("away");
    Files.move(tiles, away);
    HttpResponse<String> answer = bundle(place);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(problem(answer)).isEqualTo("not-published-yet");
    Files.move(away, tiles);
    assertThat(bundle(place).statusCode()).isEqualTo(200);
  }

  @Test
  void bundlesAreForTheTenantThatOrdered() {
    Place place = log.receipt(0);
    log.close();
    String path = "/v1/receipts/" + log.digest(place) + "/bundle";
    assertThat(get(path, "other", BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    assertThat(get(path, "nobody", BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    String list = "/v1/receipts?order=" + log.at(place).receipt().orderId();
    assertThat(get(list, "other", BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    JsonArray receipts = new JsonObject(get(list).body()).getJsonArray("receipts");
    assertThat(receipts).hasSize(1);
    JsonObject only = receipts.getJsonObject(0);
    assertThat(only.getString("id")).isEqualTo(log.digest(place).toString());
    assertThat(only.getJsonObject("links").getString("bundle")).isEqualTo(path);
  }

  /** What the document says of the log and its receipts, all of it comes about. */
  @Test
  void everyDocumentedAnswerIsGiven() {
    get("/v1/log/checkpoint");
    Place place = log.receipt(0);
    String order = log.at(place).receipt().orderId().toString();
    String bundle = "/v1/receipts/" + log.digest(place) + "/bundle";
    assertThat(get(bundle).statusCode()).isEqualTo(409);
    log.close();
    log.interim(0, "a note");
    Place gap = log.receiptAfterGap(1);
    log.close();
    bundle(gap);
    Path away = directory.resolve("away");
    Path tiles = directory.resolve("blobs/named");
    move(tiles, away);
    get(bundle);
    move(away, tiles);
    for (String path : List.of(bundle, "/v1/receipts?order=" + order)) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(get(path, "nobody", BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      assertThat(get(path, "acme-writer", BodyHandlers.ofString()).statusCode()).isEqualTo(403);
      assertThat(get(path, "other", BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }
    for (String path :
        List.of(
            "/v1/log/checkpoint",
            "/v1/log/consistency?from=1&to=2",
            "/v1/log/consistency?from=2&to=1",
            "/v1/log/interim/0",
            "/v1/log/interim/1",
            "/v1/log/heads/0",
            "/v1/log/heads/9",
            "/v1/log/tile/0/000.p/2",
            "/v1/log/tile/0/009",
            "/v1/log/entries/0/0/tile/0/000.p/2",
            "/v1/log/entries/0/0/tile/0/009")) {
      get(path);
    }

    Set<String> described = new TreeSet<>(CONTRACT.operations());
    described.removeIf(
        name -> !name.startsWith("GET /v1/log/") && !name.startsWith("GET /v1/receipts"));
    assertThat(CONTRACT.unseen(described)).isEmpty();
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theAnchorLogIsATlogTilesLog() {
    assertThat(get("/v1/log/checkpoint").statusCode()).isEqualTo(404);
    Frontier anchors = Frontier.EMPTY;
    Bytes32 older = Rfc6962.EMPTY_ROOT;
    for (int period = 0; period < 260; period++) {
      log.close();
      if (period == 99) {
        older = checkpoint().root();
      }
    }
    Checkpoint latest = checkpoint();
    assertThat(latest.size()).isEqualTo(260);
    assertThat(get("/v1/log/checkpoint").body()).isEqualTo(log.note());
    TiledTree served = new TiledTree(260, tile -> Bytes.wrap(bytes("/v1/log/" + tile.path())));
    assertThat(served.root()).isEqualTo(latest.root());
    assertThat(served.root(100)).isEqualTo(older);
    for (Tile tile : List.of(new Tile(-1, 0, 256), new Tile(-1, 1, 4))) {
      for (Bytes anchor : EntryBundle.entries(Bytes.wrap(bytes("/v1/log/" + tile.path())))) {
        assertThat(anchor.size()).isEqualTo(304);
        anchors = anchors.append(Rfc6962.leafHash(anchor));
      }
    }
    assertThat(anchors.root()).isEqualTo(latest.root());
    assertThat(bytes("/v1/log/tile/0/000.p/100")).hasSize(3200);
    JsonObject proof = new JsonObject(get("/v1/log/consistency?from=100&to=260").body());
    ConsistencyProof consistency =
        new ConsistencyProof(
            proof.getLong("from"),
            proof.getLong("to"),
            proof.getJsonArray("path").stream()
                .map(hash -> Bytes32.fromHex(hash.toString()))
                .toList());
    assertThat(consistency.verify(older, latest.root())).isTrue();
  }

  private Checkpoint checkpoint() {
    return Checkpoint.verify(get("/v1/log/checkpoint").body(), log.key()).orElseThrow();
  }

  private byte[] bytes(String path) {
    HttpResponse<byte[]> answer = get(path, "nobody", BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    return answer.body();
  }

  @Test
  void entryTreesAreServedTheSameWay() {
    for (int i = 0; i < 257; i++) {
      log.receipt(1);
    }
    log.close();
    String tree = "/v1/log/entries/1/0/";
    TiledTree served = new TiledTree(258, tile -> Bytes.wrap(bytes(tree + tile.path())));
    assertThat(served.root()).isEqualTo(new LogIndex(store).heads(0).get(1).entriesRoot());
    assertThat(EntryBundle.entries(Bytes.wrap(bytes(tree + "tile/entries/001.p/2")))).hasSize(2);
    assertThat(EntryBundle.entries(Bytes.wrap(bytes(tree + "tile/entries/000.p/9")))).hasSize(9);
    assertThat(new EntryTree(log.identity().topicId(), 1, 0).nameOf(new Tile(0, 0, 256)))
        .isEqualTo("log/" + log.identity().topicId() + "/1/0/tile/0/000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/log/tile/0/000",
        "/v1/log/tile/0/0",
        "/v1/log/tile/7/000",
        "/v1/log/tile/entries/000.p/2",
        "/v1/log/entries/0/0/tile/0/001",
        "/v1/log/entries/0/7/tile/0/000.p/1",
        "/v1/log/entries/2/0/tile/0/000.p/1",
        "/v1/log/entries/x/0/tile/0/000.p/1",
        "/v1/log/heads/1",
        "/v1/log/heads/-1",
        "/v1/log/interim/0",
        "/v1/log/interim/9",
        "/v1/log/consistency?from=0&to=2",
        "/v1/log/consistency?from=1&to=0",
        "/v1/log/consistency?from=0",
      })
  void whatIsNotThereIsSaidSo(String path) {
    log.close();
    assertThat(get(path).statusCode()).isBetween(400, 404);
    assertThat(problem(get(path))).isNotBlank();
  }

  /** It is another path by then, which nothing answers and no document describes. */
  @Test
  void aPathThatClimbsLeadsNowhere() {
    log.close();
    String path = "/v1/log/entries/0/0/tile/%2e%2e/000";
    URI uri = URI.create("http://127.0.0.1:" + host.port() + path);
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(problem(answer)).isEqualTo("not-found");
  }

  @Test
  void theHeadsOfAPeriodMakeTheRootOfItsAnchor() {
    log.receipt(1);
    log.close();
    JsonObject period = new JsonObject(get("/v1/log/heads/0").body());
    AnchorRecord anchor =
        AnchorRecord.decode(Bytes.fromHex(period.getString("anchor"))).orElseThrow();
    List<Bytes32> leaves =
        period.getJsonArray("heads").stream()
            .map(head -> Bytes.fromHex(((JsonObject) head).getString("head")))
            .map(Rfc6962::leafHash)
            .toList();

    assertThat(leaves).hasSize(2);
    assertThat(Rfc6962.nodeHash(leaves.getFirst(), leaves.getLast()))
        .isEqualTo(anchor.periodRoot());
    assertThat(period.getString("anchorHash")).isEqualTo(anchor.hash().toString());
  }

  @Test
  void interimHeadsAreServedAsTheyWereSigned() {
    log.interim(1, "a note\n");
    log.interim(1, "a later note\n");
    assertThat(get("/v1/log/interim/1").body()).isEqualTo("a later note\n");
  }
}
