package dev.quittance.market.agentl2.deliver;

import dev.quittance.contracts.abi.AgentMarketplace;
import dev.quittance.market.agentl2.chain.Concurrently;
import dev.quittance.market.agentl2.chain.MarketContract;
import dev.quittance.market.agentl2.chain.RpcMarketChain;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.GasEstimate;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.Entry;
import dev.quittance.platform.chain.outbox.Job;
import dev.quittance.platform.chain.outbox.OutboxWork;
import dev.quittance.platform.chain.outbox.Outcome;
import dev.quittance.platform.chain.outbox.Preflight;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the orders of one seller, and registers it. It looks first: nothing is sent for an
 * order that is completed, disputed, cancelled, refunded, expired or not there, and no order stops
 * the others.
 */
final class CompletionWork implements OutboxWork<Hash32> {
  private static final Logger LOG = LoggerFactory.getLogger(CompletionWork.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int LAST_DOUBLING = 5;

  private final RpcMarketChain chain;
  private final ChainRpc rpc;
  private final Address marketplace;
  private final CompletionTopics topics;
  private final Results results;
  private final Registrations registrations;
  private final InstantSource clock;
  private final Map<Hash32, CompletionJob> unplaced = new LinkedHashMap<>();
  private final Map<Hash32, CompletionJob> jobs = new HashMap<>();
  private final Map<Hash32, String> over = new HashMap<>();
  private final Map<Hash32, Pause> pauses = new HashMap<>();
  private long placeAfterMs;
  private boolean isBegun;

  private record Pause(int times, long untilMs) {}

  CompletionWork(
      ChainRpc rpc,
      Address marketplace,
      CompletionTopics topics,
      Results results,
      Registrations registrations,
      InstantSource clock) {
    this.rpc = rpc;
    this.chain = new RpcMarketChain(rpc, marketplace);
    this.marketplace = marketplace;
    this.topics = topics;
    this.results = results;
    this.registrations = registrations;
    this.clock = clock;
  }

  @Override
  public List<Entry<Hash32>> arrivals() {
    for (CompletionJob job : topics.newJobs()) {
      boolean isKnown =
          jobs.containsKey(job.lineOrder()) || topics.journal().isFinal(job.lineOrder());
      if (!isKnown) {
        unplaced.put(job.lineOrder(), job);
      }
    }
    List<Entry<Hash32>> entries = new ArrayList<>();
    if (!isBegun) {
      isBegun = true;
      registrations.jobs().stream()
          .map(job -> Entry.of(job, topics.journal().state(job.id())))
          .forEach(entries::add);
    }
    if (clock.millis() >= placeAfterMs) {
      entries.addAll(placed());
    }
    return entries;
  }

  /** A result that can't be stored now holds up no other one. */
  private List<Entry<Hash32>> placed() {
    Map<CompletionJob, Results.Placed> places = Map.of();
    try {
      places = Concurrently.map(List.copyOf(unplaced.values()), this::place);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("results can't be stored; it tries again");
    }
    List<Entry<Hash32>> entries = new ArrayList<>();
    places.forEach((job, place) -> {
      unplaced.remove(job.lineOrder());
      jobs.put(job.lineOrder(), job);
      entries.add(entry(job, place));
    });
    placeAfterMs = unplaced.isEmpty() ? 0 : clock.millis() + FIRST_PAUSE.toMillis();
    return entries;
  }

  private Optional<Results.Placed> place(CompletionJob job) {
    try {
      return Optional.of(results.place(job.outputHash(), job.completedAtMs()));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("order", job.orderId())
          .setCause(e)
          .log("a result can't be stored; it is tried again");
      return Optional.empty();
    }
  }

  private Entry<Hash32> entry(CompletionJob job, Results.Placed place) {
    return Entry.of(
        new Job<>(
            job.lineOrder(),
            marketplace,
            MarketContract.completeOrder(job.orderId(), place.uri(), place.hash()),
            MarketContract.completeGas(place.uri())),
        topics.journal().state(job.lineOrder()));
  }

  @Override
  public Preflight preflight(Job<Hash32> job, long finalized, BlockHead latest) throws IOException {
    long nowMs = clock.millis();
    Pause pause = pauses.get(job.id());
    if (pause != null && nowMs < pause.untilMs()) {
      return new Preflight.Later();
    }
    if (registrations.has(job.id())) {
      return registrations.preflight(job.id(), finalized, latest.number());
    }
    Bytes32 id = onChain(job);
    Standing now = Standing.of(chain.order(id), latest.timestamp() * 1000);
    return switch (now) {
      case Standing.Open _ -> simulated(job);
      case Standing.Disputed _, Standing.Missing _ -> later(job.id());
      case Standing.Completed _, Standing.Over _ -> settled(job, id, finalized);
    };
  }

  /** What ended it counts when no reorg can take it back. */
  private Preflight settled(Job<Hash32> job, Bytes32 id, long finalized) throws IOException {
    return switch (asOf(id, finalized)) {
      case Standing.Completed _ -> new Preflight.AlreadyFinal(finalized);
      case Standing.Over(String why) -> {
        over.put(job.id(), why);
        yield new Preflight.AlreadyFinal(finalized);
      }
      case Standing.Open _, Standing.Disputed _, Standing.Missing _ -> later(job.id());
    };
  }

  private Standing asOf(Bytes32 id, long block) throws IOException {
    return Standing.of(chain.order(id, block), chain.secondsOf(block) * 1000);
  }

  /** The contract's own word before anything is paid for: it may refuse for reasons of its own. */
  private Preflight simulated(Job<Hash32> job) throws IOException {
    return switch (rpc.estimateGas(topics.journal().sender(), job.to(), job.data())) {
      case GasEstimate.Estimated _ -> new Preflight.Go();
      case GasEstimate.Reverts(String reason) when Refusals.isForGood(reason) -> {
        over.put(job.id(), Refusals.inWords(reason));
        yield new Preflight.AlreadyFinal(rpc.finalized().number());
      }
      case GasEstimate.Reverts(String reason) -> {
        LOG.atWarn()
            .addKeyValue("order", onChain(job))
            .addKeyValue("reason", reason)
            .log("the contract would refuse a completion; it is looked at again later");
        yield later(job.id());
      }
    };
  }

  private Bytes32 onChain(Job<Hash32> job) {
    return Optional.ofNullable(jobs.get(job.id()))
        .map(CompletionJob::orderId)
        .orElseThrow(() -> new IllegalStateException(job.id() + " has not arrived"));
  }

  private Preflight later(Hash32 id) {
    Pause before = pauses.get(id);
    int times = before == null ? 0 : before.times();
    long pauseMs = FIRST_PAUSE.toMillis() << Math.min(times, LAST_DOUBLING);
    pauses.put(id, new Pause(times + 1, clock.millis() + pauseMs));
    return new Preflight.Later();
  }

  @Override
  public Outcome outcome(Job<Hash32> job, ChainReceipt receipt, long finalized) throws IOException {
    if (registrations.has(job.id())) {
      return registrations.outcome(job.id(), receipt, finalized);
    }
    Bytes32 id = onChain(job);
    return switch (asOf(id, finalized)) {
      case Standing.Completed _ -> new Outcome.Settled();
      case Standing.Over(String why) -> {
        over.put(job.id(), why);
        yield new Outcome.Settled();
      }
      case Standing.Open _, Standing.Disputed _, Standing.Missing _ -> {
        later(job.id());
        yield new Outcome.Retry("transaction " + receipt.txHash() + " did not complete it");
      }
    };
  }

  @Override
  public void commit(List<Change<Hash32>> changes) {
    topics.commit(
        changes,
        id ->
            registrations.has(id) ? registrations.method(id) : AgentMarketplace.FUNC_COMPLETEORDER,
        over);
    for (Change<Hash32> change : changes) {
      if (change instanceof Change.Finalized<Hash32>(Hash32 id, var _, var _)) {
        jobs.remove(id);
        over.remove(id);
        pauses.remove(id);
      }
    }
  }

  @Override
  public void close() {
    topics.close();
  }
}
