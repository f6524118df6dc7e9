package dev.quittance.market.gigent;

import dev.quittance.market.MarketContext;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.gigent.GigentOrder.Status;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the orders of one agent in, whatever their number: one list of pending orders for each
 * poll, never paged, and at times the lists of orders that are ours already, for what another
 * process, or an earlier one, left behind.
 *
 * <p>One thread polls; orders are claimed on virtual threads, some at once.
 */
final class AgentIntake implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(AgentIntake.class);
  private static final long SWEEP_MS = 10_000;
  private static final long HISTORY_MS = 60_000;
  private static final long RETRY_MS = 500;
  private static final Duration UNTIL_DELIVERED = Duration.ofMillis(300);
  private static final int BATCH = 256;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final GigentSettings settings;
  private final GigentSettings.Agent agent;
  private final GigentApi api;
  private final MarketContext context;
  private final OurAgents agents;
  private final Predicate<Hash32> isApproved;
  private final Claims claims;
  private final ClaimCrew crew;
  private final RecentIds broughtIn = new RecentIds();
  private final RecentIds said = new RecentIds();
  private final Backoff backoff = new Backoff();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Readiness readiness;

  /** Orders that the last sweep found and that this process did not bring in. */
  private Set<String> leftOver = new HashSet<>();

  private boolean hasSwept;

  /** Pending orders of the last list that are not claimed yet, the oldest first. */
  private final Deque<GigentOrder> waiting = new ArrayDeque<>();

  private boolean isListFull;
  private long listAtMs;
  private long sweepAtMs;
  private long historyAtMs;

  /**
   * @param isApproved whether an operator lets an order be accepted; asked where the agent's file
   *     says that it must be
   */
  AgentIntake(
      GigentSettings settings,
      GigentSettings.Agent agent,
      GigentApi api,
      MarketContext context,
      OurAgents agents,
      Predicate<Hash32> isApproved) {
    this.settings = settings;
    this.agent = agent;
    this.api = api;
    this.context = context;
    this.agents = agents;
    this.isApproved = isApproved;
    this.claims = new Claims(settings, agent, api, context);
    this.crew = new ClaimCrew(name());
    this.readiness = Readiness.notReady("is not registered yet");
    this.thread = Thread.ofPlatform().name(name()).daemon(true).unstarted(this::run);
  }

  AgentIntake start() {
    thread.start();
    return this;
  }

  @Override
  public String name() {
    return settings.source() + " intake of " + agent.id();
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  /** Claims nothing more and ends what is begun. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        thread.interrupt();
        LOG.atWarn().addKeyValue("agent", agent.id()).log("the intake did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    crew.close();
  }

  private void run() {
    Credentials credentials = null;
    while (!isStopping()) {
      try {
        if (credentials == null) {
          credentials = new AgentBoot(api, agent, context.clock()).run();
          agents.registered(credentials.agentId(), agent);
        }
        Duration pause = turn(credentials.agentId());
        backoff.reset();
        readiness = Readiness.ready();
        pause(pause);
      } catch (IOException | RuntimeException e) {
        LOG.atWarn()
            .addKeyValue("agent", agent.id())
            .addKeyValue("reason", String.valueOf(e.getMessage()))
            .log("Gigent can't be worked with at present; it tries again");
        readiness = Readiness.notReady("Gigent can't be worked with: " + e.getMessage());
        listAtMs = 0;
        pause(backoff.next());
      } catch (InterruptedException e) {
        stopping.countDown();
      }
    }
    readiness = Readiness.notReady("has stopped");
  }

  /**
   * One turn: looks where it is time to, and claims some of what waits.
   *
   * @return how long to wait before the next one
   */
  private Duration turn(String agentId) throws IOException, InterruptedException {
    if (clock() >= sweepAtMs || free() == 0) {
      sweep(agentId);
      sweepAtMs = clock() + SWEEP_MS;
    }
    if (clock() >= historyAtMs) {
      follow(agentId);
      historyAtMs = clock() + HISTORY_MS;
    }
    if (clock() >= listAtMs || (waiting.isEmpty() && isListFull)) {
      list(agentId);
    }
    List<GigentOrder> batch = next(Math.min(BATCH, free()));
    ClaimCrew.Tally tally = crew.work(batch, this::claim);
    agents.add(agent, tally.taken());
    tally.failure().ifPresent(this::lookAgain);
    if (waiting.isEmpty() && !isListFull) {
      return Duration.ofMillis(Math.max(0, Math.min(listAtMs, sweepAtMs) - clock()));
    }
    return free() == 0 ? UNTIL_DELIVERED : Duration.ZERO;
  }

  private void list(String agentId) throws IOException, InterruptedException {
    listAtMs = clock() + agent.profile().runtime().pollIntervalSeconds() * 1000L;
    boolean isClaimed = agent.profile().runtime().autoAccept();
    List<GigentOrder> pending =
        isClaimed ? api.orders(agentId, Status.PENDING) : api.allOrders(agentId, Status.PENDING);
    waiting.clear();
    waiting.addAll(approved(pending.reversed()));
    // What is claimed leaves the list and makes room for older orders; what waits does not.
    isListFull = isClaimed && pending.size() >= GigentApi.LIST_LIMIT;
  }

  private List<GigentOrder> next(int most) {
    List<GigentOrder> batch = new ArrayList<>();
    while (batch.size() < most && !waiting.isEmpty()) {
      batch.add(waiting.removeFirst());
    }
    return batch;
  }

  private int free() {
    return Math.max(0, settings.claimAhead() - agents.inFlight(agent));
  }

  private long clock() {
    return context.clock().millis();
  }

  private void lookAgain(IOException failure) {
    LOG.atWarn()
        .addKeyValue("agent", agent.id())
        .addKeyValue("reason", String.valueOf(failure.getMessage()))
        .log("some orders were not claimed; they are looked for again");
    sweepAtMs = Math.min(sweepAtMs, clock() + RETRY_MS);
    listAtMs = Math.min(listAtMs, clock() + RETRY_MS);
  }

  private boolean claim(GigentOrder order) throws IOException, InterruptedException {
    if (isStopping()) {
      return false;
    }
    boolean isTaken = claims.claim(order) == Claims.Outcome.TAKEN;
    if (isTaken) {
      broughtIn.add(LineOrder.sourceId(order));
    }
    return isTaken;
  }

  private List<GigentOrder> approved(List<GigentOrder> pending)
      throws IOException, InterruptedException {
    if (agent.profile().runtime().autoAccept()) {
      return pending;
    }
    List<GigentOrder> approved = new ArrayList<>();
    for (GigentOrder order : pending) {
      if (isApproved.test(LineOrder.orderId(order, settings))) {
        approved.add(order);
      } else {
        sayOnce(order, EventKind.SEEN);
      }
    }
    return approved;
  }

  /**
   * Brings in what is ours and was not brought in by this process. What another process has just
   * claimed looks the same, so, but for the first time, it must have been there a sweep before.
   */
  private void sweep(String agentId) throws IOException, InterruptedException {
    List<GigentOrder> ours = new ArrayList<>(api.orders(agentId, Status.ACCEPTED));
    ours.addAll(api.orders(agentId, Status.IN_PROGRESS));
    List<GigentOrder> revisions = api.orders(agentId, Status.REVISION_REQUESTED);
    agents.setInFlight(agent, ours.size() + revisions.size());
    Set<String> seen = new HashSet<>();
    List<GigentOrder> due = new ArrayList<>(revisions);
    for (GigentOrder order : ours) {
      String id = LineOrder.sourceId(order);
      if (!broughtIn.contains(id)) {
        seen.add(id);
        if (!hasSwept || leftOver.contains(id)) {
          due.add(order);
        }
      }
    }
    ClaimCrew.Tally tally = crew.work(due, this::bringIn);
    leftOver = seen;
    hasSwept = true;
    tally.failure().ifPresent(this::lookAgain);
  }

  private boolean bringIn(GigentOrder order) throws IOException, InterruptedException {
    if (isStopping()) {
      return false;
    }
    claims.bringIn(order);
    broughtIn.add(LineOrder.sourceId(order));
    return true;
  }

  /** Notes what was cancelled or disputed there. */
  private void follow(String agentId) throws IOException, InterruptedException {
    for (GigentOrder order : api.orders(agentId, Status.CANCELLED)) {
      sayOnce(order, EventKind.CANCELLED);
    }
    for (GigentOrder order : api.orders(agentId, Status.DISPUTED)) {
      sayOnce(order, EventKind.DISPUTED);
    }
    for (GigentOrder order : api.orders(agentId, Status.RESOLVED)) {
      sayOnce(order, EventKind.RESOLVED);
    }
  }

  private void sayOnce(GigentOrder order, EventKind kind) throws IOException, InterruptedException {
    String key = kind + " " + LineOrder.sourceId(order);
    if (!said.contains(key)) {
      claims.say(order, kind);
      said.add(key);
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      if (stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().log("stopped while it waited");
      }
    } catch (InterruptedException e) {
      stopping.countDown();
    }
  }
}
