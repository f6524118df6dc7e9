package dev.quittance.explorer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.explorer.events.EventFeed;
import dev.quittance.explorer.events.Journal;
import dev.quittance.explorer.events.Position.Source;
import dev.quittance.explorer.fold.Keys;
import dev.quittance.explorer.fold.RecentViews;
import dev.quittance.explorer.fold.ViewFold;
import dev.quittance.explorer.http.EventRoutes;
import dev.quittance.explorer.store.RocksStore;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.ApiKey;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.OpenApiContract;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of events on a real listener, cut and taken up again. */
class EventStreamTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LANES = 3;
  private static final Catalogue CATALOGUE =
      Catalogue.EMPTY.foldPolicy(0, tenant("acme")).foldPolicy(1, tenant("other"));

  private final HttpClient client = HttpClient.newHttpClient();
  private final EventFeed feed = new EventFeed();
  private final long[][] offsets = new long[Source.values().length][LANES];
  private final List<String> written = new ArrayList<>();
  @TempDir private Path directory;
  private RocksStore store;
  private HttpHost host;

  private static Tenant tenant(String id) {
    return new Tenant(
        id,
        id,
        Stories.AGENT,
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
    store = RocksStore.open(directory.resolve("view"));
    host = open();
  }

  private HttpHost open() {
    return HttpHost.open("127.0.0.1", 0, List.of(routes()));
  }

  private EventRoutes routes() {
    return new EventRoutes(
        new ApiKeys(() -> CATALOGUE), new OrderViews(store, LANES), feed, "gateway-1");
  }

  @AfterEach
  void stop() {
    host.close();
    store.close();
    client.close();
  }

  /** Folds records of an order as the follower does: view, journal and offsets in one batch. */
  private void tell(String order, int lane, OrderEvent... records) {
    List<EventFeed.Told> told = new ArrayList<>();
    try (RocksStore.Batch batch = store.batch()) {
      ViewFold fold =
          new ViewFold(
              batch,
              new RecentViews(1),
              _ -> {},
              (tenant, event) -> told.add(new EventFeed.Told(tenant, event)));
      for (OrderEvent record : records) {
        Optional<Source> source = sourceOf(record);
        source.ifPresent(it -> {
          long offset = offsets[index(it)][lane]++;
          fold.reading(Optional.of(new Journal.Origin(it, lane, offset)));
          batch.put(
              Keys.offset(it.topic(), lane), ByteBuffer.allocate(8).putLong(offset + 1).array());
        });
        fold.order(Stories.id(order), record);
        fold.reading(Optional.empty());
      }
      fold.flush();
      batch.commit();
    }
    told.forEach(it -> written.add(order + " " + it.event().name()));
    feed.tell(told);
  }

  private static int index(Source source) {
    return List.of(Source.values()).indexOf(source);
  }

  private static Optional<Source> sourceOf(OrderEvent record) {
    return switch (record) {
      case OrderEvent.Accepted _ -> Optional.of(Source.ORDERS);
      case OrderEvent.Planned _ -> Optional.of(Source.PLANS);
      case OrderEvent.Executed _ -> Optional.of(Source.EXECUTIONS);
      case OrderEvent.Settled _ -> Optional.of(Source.SETTLEMENTS);
      default -> Optional.empty();
    };
  }

  /** One connection of a client that keeps what it read. */
  private final class Reader implements AutoCloseable {
    final List<String> events = new ArrayList<>();
    final HttpResponse<InputStream> response;
    volatile String lastId;
    private final InputStream in;
    private final Thread thread;
    private volatile int most = Integer.MAX_VALUE;

    Reader(String path, String tenant, String lastId) {
      this.lastId = lastId;
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
              .header("Authorization", "Bearer " + tenant + "-key");
      if (!lastId.isEmpty()) {
        request.header("Last-Event-ID", lastId);
      }
      try {
        this.response = client.send(request.build(), BodyHandlers.ofInputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      this.in = response.body();
      this.thread = Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
        String id = "";
        for (String line = lines.readLine();
            line != null && size() < most;
            line = lines.readLine()) {
          if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("data: ") && !id.isEmpty()) {
            note(id, new JsonObject(line.substring(6)));
          }
        }
      } catch (IOException _) {
        // Cut, as the test means it to be.
      }
    }

    private synchronized void note(String id, JsonObject event) {
      if (events.size() >= most) {
        return;
      }
      lastId = id;
      events.add(event.getJsonObject("data").getString("orderId") + " " + event.getString("type"));
    }

    synchronized int size() {
      return events.size();
    }

    @Override
    public void close() {
      cut();
    }

    void cut() {
      try {
        in.close();
        thread.join(Duration.ofSeconds(5));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<String> expected() {
    return written.stream()
        .map(line -> Stories.id(line.split(" ", -1)[0]) + " " + line.split(" ", -1)[1])
        .toList();
  }

  /** Whoever is cut at any event and comes back, even to a new process, misses and repeats none. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aCutStreamGoesOnWithoutGapAndWithoutRepeat(long seed) {
    Random random = new Random(seed);
    List<String> read = new ArrayList<>();
    String lastId = "0";
    int order = 0;
    for (int cut = 0; cut < 12; cut++) {
      try (Reader reader = new Reader("/v1/events", "acme", lastId)) {
        reader.most = 1 + random.nextInt(9);
        int orders = 1 + random.nextInt(4);
        for (int i = 0; i < orders; i++) {
          tell(
              "order" + order++,
              random.nextInt(LANES),
              Stories.completed().toArray(OrderEvent[]::new));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> reader.size() >= 1);
        reader.cut();
        synchronized (reader) {
          read.addAll(reader.events);
          lastId = reader.lastId;
        }
      }
      if (random.nextInt(3) == 0) {
        host.close();
        host = open();
      }
    }
    try (Reader reader = new Reader("/v1/events", "acme", lastId)) {
      int rest = written.size() - read.size();
      await().atMost(Duration.ofSeconds(30)).until(() -> reader.size() >= rest);
      synchronized (reader) {
        read.addAll(reader.events);
      }
    }
    assertThat(read).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected());
  }

  @Test
  void anOrdersStreamTellsItsLifeAndEndsWithIt() {
    tell("one", 1, Stories.requested(), Stories.accepted(2));
    String path = "/v1/orders/" + Stories.id("one") + "/events";
    try (Reader reader = new Reader(path, "acme", "")) {
      await().atMost(PATIENCE).until(() -> reader.size() == 1);
      List<OrderEvent> rest = Stories.completed().subList(2, Stories.completed().size());
      tell("one", 1, rest.toArray(OrderEvent[]::new));
      await().atMost(PATIENCE).until(() -> !reader.thread.isAlive());

      assertThat(reader.events).isEqualTo(expected());
      assertThat(reader.response.headers().firstValue("Content-Type"))
          .contains("text/event-stream");
      assertThat(new Reader(path, "acme", reader.lastId).response.statusCode()).isEqualTo(204);
    }
  }

  @Test
  void aFreshStreamBeginsNowAndShowsOnlyOnesOwn() {
    tell("before", 0, Stories.accepted(1));
    try (Reader mine = new Reader("/v1/events", "acme", "");
        Reader others = new Reader("/v1/events", "other", "0")) {
      tell("after", 0, Stories.accepted(1));
      await().atMost(PATIENCE).until(() -> mine.size() == 1);

      assertThat(mine.events).containsExactly(Stories.id("after") + " order_received");
      assertThat(others.size()).isZero();
    }
  }

  /** Whoever leaves before its stream has begun holds no place of its tenant's. */
  @ParameterizedTest
  @ValueSource(strings = {"/v1/events", "/v1/orders/one/events"})
  void aClientThatLeavesBeforeItsStreamBeginsHoldsNoPlace(String which) throws Exception {
    tell("one", 0, Stories.accepted(1));
    String path = which.replace("one", Stories.id("one"));
    int clients = 2 * 64;
    Doorkeeper door = new Doorkeeper();
    host.close();
    host = HttpHost.open("127.0.0.1", 0, List.of(door, routes()));
    List<Socket> leaving = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Socket socket = new Socket("127.0.0.1", host.port());
      String request = "GET " + path + " HTTP/1.1\r\nHost: q\r\nAuthorization: Bearer acme-key";
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(UTF_8));
      leaving.add(socket);
    }
    await().atMost(PATIENCE).until(() -> door.came.get() == clients);
    for (Socket socket : leaving) {
      socket.close();
    }
    await().atMost(PATIENCE).until(() -> door.left.get() == clients);
    door.workers.countDown();

    try (Reader reader = new Reader(path, "acme", "")) {
      assertThat(reader.response.statusCode()).isEqualTo(200);
    }
  }

  /** Sees clients come and go, and keeps the workers, without whom no stream begins, busy. */
  private static final class Doorkeeper implements HttpHost.Routes {
    final AtomicInteger came = new AtomicInteger();
    final AtomicInteger left = new AtomicInteger();
    final CountDownLatch workers = new CountDownLatch(1);

    @Override
    public void mount(Vertx vertx, Router router) {
      for (int i = 0; i < VertxOptions.DEFAULT_WORKER_POOL_SIZE; i++) {
        vertx.executeBlocking(
            () -> {
              workers.await();
              return true;
            },
            false);
      }
      router
          .route()
          .handler(request -> {
            request.request().connection().closeHandler(_ -> left.incrementAndGet());
            came.incrementAndGet();
            request.next();
          });
    }
  }

  @Test
  void theDocumentHasWhatIsServed() {
    OpenApiContract contract = OpenApiContract.published();

    assertThat(contract.anonymous(contract.operations()))
        .containsAll(OpenApiContract.served(routes()));
  }

  /** What the document says of streams, all of it comes about. */
  @Test
  void everyDocumentedAnswerIsGiven() throws Exception {
    OpenApiContract contract = OpenApiContract.published();
    tell("done", 0, Stories.completed().toArray(OrderEvent[]::new));
    String order = "/v1/orders/" + Stories.id("done") + "/events";
    HttpResponse<String> life = contract.check(answer(order, "acme", "0"));
    assertThat(life.statusCode()).isEqualTo(200);
    String last =
        life.body()
            .lines()
            .filter(line -> line.startsWith("id: "))
            .reduce((_, later) -> later)
            .orElseThrow()
            .substring(4);
    assertThat(contract.check(answer(order, "acme", last)).statusCode()).isEqualTo(204);
    contract.check(answer("/v1/orders/" + Stories.id("none") + "/events", "acme", ""));
    for (String path : List.of(order, "/v1/events")) {
      assertThat(contract.check(answer(path, "nobody", "")).statusCode()).isEqualTo(401);
      assertThat(contract.check(answer(path, "acme-writer", "")).statusCode()).isEqualTo(403);
      assertThat(contract.check(answer(path, "acme", "zz")).statusCode()).isEqualTo(400);
    }
    List<Reader> open = new ArrayList<>();
    try {
      open.add(new Reader("/v1/events", "acme", ""));
      contract.check(open.getFirst().response);
      while (open.getLast().response.statusCode() == 200) {
        open.add(new Reader("/v1/events", "acme", ""));
      }
      assertThat(contract.check(answer("/v1/events", "acme", "")).statusCode()).isEqualTo(429);
      assertThat(contract.check(answer(order, "acme", "0")).statusCode()).isEqualTo(429);
    } finally {
      open.forEach(Reader::close);
    }
    assertThat(contract.unseen(Set.of("GET /v1/events", "GET /v1/orders/{orderId}/events")))
        .isEmpty();
  }

  /** An answer that ends by itself. */
  private HttpResponse<String> answer(String path, String tenant, String lastId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + tenant + "-key");
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void strangersAndStrangeIdsAreRefused() {
    tell("one", 0, Stories.accepted(1));
    String order = "/v1/orders/" + Stories.id("one") + "/events";

    assertThat(new Reader("/v1/events", "nobody", "").response.statusCode()).isEqualTo(401);
    assertThat(new Reader("/v1/events", "acme", "zz").response.statusCode()).isEqualTo(400);
    assertThat(new Reader(order, "other", "").response.statusCode()).isEqualTo(404);
    assertThat(new Reader(order, "acme", "zz").response.statusCode()).isEqualTo(400);
  }
}
