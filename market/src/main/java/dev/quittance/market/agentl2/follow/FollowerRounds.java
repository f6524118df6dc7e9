package dev.quittance.market.agentl2.follow;

import dev.quittance.market.agentl2.follow.Following.Fate;
import dev.quittance.market.agentl2.follow.Notice.Kind;
import dev.quittance.market.agentl2.follow.Tracked.Phase;
import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one follower: each asks the chain, and commits what it has come to before it goes
 * on. Not thread-safe.
 *
 * <p>Blocks are handled for good when they have enough others on top; those behind are looked at
 * for what is to come and what is gone. A round that fails anywhere is simply run again: nothing
 * that is not committed counts.
 *
 * <p>Each question may reach another node, and some of them lag. Old blocks are read many at once;
 * those that a reorg may take are read one by one by their hashes, which only a node answers that
 * has them.
 *
 * @param <H> an order in the form in which the line takes it
 */
public final class FollowerRounds<H> {
  /** Blocks without anything in them after which their handling is committed all the same. */
  private static final int QUIET_BLOCKS = 20;

  /** Confirmed blocks that are read one by one at most. */
  private static final int MOST_BY_HASH = 256;

  private final Rules rules;
  private final ChainView chain;
  private final FollowJournal<H> journal;
  private final OrderDesk<H> desk;
  private final InstantSource clock;
  private final Tip tip;
  private Position committed;
  private Position position;
  private LogWindow window;
  private long head = -1;

  /**
   * What a follower keeps to.
   *
   * @param sellers whose orders are ours
   * @param fromBlock the first block to be read, where nothing was read before
   * @param confirmations blocks on top of one whose orders are handed in
   * @param reorgDepth blocks that a reorg may take at most, whatever the node calls final; and that
   *     a node lags behind at most
   * @param logWindow most blocks of one question for logs
   * @param batch most orders that are handed in by one commit
   * @param marginMs before its deadline an order must be this far away, or it is not begun
   */
  public record Rules(
      Set<Address> sellers,
      long fromBlock,
      int confirmations,
      int reorgDepth,
      long logWindow,
      int batch,
      long marginMs) {
    /** Copies the set. */
    public Rules {
      sellers = Set.copyOf(sellers);
    }
  }

  /**
   * Goes on from a position.
   *
   * @param committed as the journal says
   */
  public FollowerRounds(
      Rules rules,
      Position committed,
      ChainView chain,
      FollowJournal<H> journal,
      OrderDesk<H> desk,
      InstantSource clock) {
    this.rules = rules;
    this.committed = committed;
    this.position = committed;
    this.chain = chain;
    this.journal = journal;
    this.desk = desk;
    this.clock = clock;
    this.tip = new Tip(chain);
    this.window = LogWindow.of(rules.logWindow());
  }

  /** Where it stands for good. */
  public Position position() {
    return committed;
  }

  /**
   * Blocks after the last one that is handled, as of the last round that got to know the newest;
   * NaN before.
   */
  public double lagBlocks() {
    return head < 0 ? Double.NaN : Math.max(0, head - position.next() + 1);
  }

  /** One round, to the newest block that there was when it began. */
  public void run() throws IOException {
    BlockHead latest = chain.latest();
    head = latest.number();
    rollBackIfReorganised(latest);
    long confirmed = latest.number() - rules.confirmations();
    scanOld(Math.min(confirmed, latest.number() - Math.min(rules.reorgDepth(), MOST_BY_HASH)));
    List<Tip.Block> newest = linked(tip.read(latest.ref(), position.next()));
    scan(newest.stream().filter(block -> block.ref().number() <= confirmed).toList());
    peek(newest.stream().filter(block -> block.ref().number() > confirmed).toList());
    long safe = Math.min(chain.finalized(), latest.number() - rules.reorgDepth());
    position = Following.pruned(position, safe);
    if (isWorthCommitting()) {
      commit(Step.to(position), List.of());
    }
    handIn(latest);
  }

  private void rollBackIfReorganised(BlockHead latest) throws IOException {
    if (position.trail().isEmpty()) {
      return;
    }
    BlockRef newest = position.trail().getLast();
    if (latest.number() < newest.number()) {
      throw new IOException(
          "the node has %d as its newest block, after block %d was handled"
              .formatted(latest.number(), newest.number()));
    }
    for (BlockRef handled : position.trail().reversed()) {
      if (isStillThere(handled)) {
        if (!handled.equals(newest)) {
          rollBack(handled.number());
        }
        return;
      }
    }
    rollBack(rules.fromBlock() - 1);
  }

  private void rollBack(long fork) throws IOException {
    tip.forget();
    Step step = Following.rolledBack(position, fork);
    position = step.position();
    if (!step.notices().isEmpty()) {
      commit(step, List.of());
    }
  }

  private boolean isStillThere(BlockRef block) throws IOException {
    return chain.blockHash(block.number()).equals(Optional.of(block.hash()));
  }

  private void scanOld(long target) throws IOException {
    while (position.next() <= target) {
      BlockRef to = block(window.last(position.next(), target));
      List<MarketLog> logs;
      try {
        logs = chain.logs(position.next(), to.number());
      } catch (ChainView.LogsRefused e) {
        if (!window.canShrink()) {
          throw e;
        }
        window = window.refused();
        continue;
      }
      requireStillThere(to);
      window = window.answered();
      scanned(to, logs);
    }
  }

  private void scan(List<Tip.Block> confirmed) throws IOException {
    for (Tip.Block block : confirmed) {
      scanned(block.ref(), block.logs());
    }
  }

  private void scanned(BlockRef to, List<MarketLog> logs) throws IOException {
    Step step = Following.scanned(position, to, ours(logs), clock.millis());
    position = step.position();
    if (!step.notices().isEmpty() || isWorthCommitting()) {
      commit(step, List.of());
    }
  }

  /** Blocks of another branch than those that are handled make no picture with them. */
  private List<Tip.Block> linked(List<Tip.Block> newest) throws IOException {
    if (!newest.isEmpty() && !position.trail().isEmpty()) {
      BlockRef handled = position.trail().getLast();
      Tip.Block next = newest.getFirst();
      if (handled.number() + 1 == next.ref().number() && !handled.hash().equals(next.parent())) {
        throw new IOException("block %d was replaced".formatted(handled.number()));
      }
    }
    return newest;
  }

  private boolean isWorthCommitting() {
    return !position.tracksAs(committed)
        || position.next() < committed.next()
        || position.next() - committed.next() >= QUIET_BLOCKS;
  }

  private BlockRef block(long number) throws IOException {
    Optional<Bytes32> hash = chain.blockHash(number);
    return new BlockRef(
        number,
        hash.orElseThrow(() -> new IOException("the node has no block " + number + " any more")));
  }

  /** Logs of two branches make no picture of either. */
  private void requireStillThere(BlockRef to) throws IOException {
    if (!isStillThere(to)) {
      throw new IOException(
          "block %d was replaced while its logs were read".formatted(to.number()));
    }
  }

  private void peek(List<Tip.Block> unconfirmed) throws IOException {
    List<MarketLog.Created> created =
        unconfirmed.stream()
            .flatMap(block -> block.logs().stream())
            .filter(this::isCreatedForUs)
            .map(MarketLog.Created.class::cast)
            .toList();
    List<Tracked> missed = Following.missed(position, created);
    List<Bytes32> ids = missed.stream().map(Tracked::orderId).toList();
    Set<Bytes32> kept = ids.isEmpty() ? Set.of() : chain.orders(ids).keySet();
    Set<Bytes32> gone = new HashSet<>(ids);
    gone.removeAll(kept);
    Step step = Following.peeked(position, created, gone);
    position = step.position();
    if (!step.notices().isEmpty()) {
      commit(step, List.of());
    }
    readAgain(missed.stream().filter(order -> kept.contains(order.orderId())).toList());
  }

  /**
   * Orders that the contract keeps and no block shows: a node has the one and lacks the other, or a
   * block that is handled was read of one that answered for it without having it.
   */
  private void readAgain(List<Tracked> orders) throws IOException {
    OptionalLong first = orders.stream().mapToLong(order -> order.block().number()).min();
    boolean isOpen =
        first.isPresent()
            && !position.trail().isEmpty()
            && position.trail().getFirst().number() < first.getAsLong();
    if (isOpen && first.getAsLong() < position.next()) {
      rollBack(first.getAsLong() - 1);
      throw new IOException(
          "the contract has an order that block %d was to show; it is read again"
              .formatted(first.getAsLong()));
    }
  }

  /** Logs of our orders: only the first of an order says whose it is. */
  private List<MarketLog> ours(List<MarketLog> logs) throws IOException {
    Set<Bytes32> created =
        logs.stream()
            .filter(this::isCreatedForUs)
            .map(MarketLog::orderId)
            .collect(Collectors.toSet());
    Set<Bytes32> unknown =
        logs.stream()
            .filter(log -> !(log instanceof MarketLog.Created))
            .map(MarketLog::orderId)
            .filter(id -> !created.contains(id) && position.order(id).isEmpty())
            .collect(Collectors.toSet());
    Map<Bytes32, MarketOrder> looked = unknown.isEmpty() ? Map.of() : chain.orders(unknown);
    return logs.stream()
        .filter(log ->
            log instanceof MarketLog.Created
                ? isCreatedForUs(log)
                : created.contains(log.orderId())
                    || position.order(log.orderId()).isPresent()
                    || isSoldByUs(looked.get(log.orderId())))
        .toList();
  }

  private boolean isCreatedForUs(MarketLog log) {
    return log instanceof MarketLog.Created created && rules.sellers().contains(created.seller());
  }

  private boolean isSoldByUs(@Nullable MarketOrder order) {
    return order != null && rules.sellers().contains(order.seller());
  }

  /** Inputs that are committed before an order is closed are its own; what comes later is not. */
  private void handIn(BlockHead latest) throws IOException {
    journal.readOn();
    long now = clock.millis();
    List<Tracked> due =
        position.in(Phase.CONFIRMED).stream().filter(order -> desk.isDue(order, now)).toList();
    if (!due.isEmpty()) {
      commit(Step.to(Following.closed(position, due)), List.of());
      journal.readOn();
    }
    List<Bytes32> closed =
        Stream.of(Phase.CLOSED, Phase.HELD)
            .flatMap(phase -> position.in(phase).stream())
            .filter(order -> order.endedIn() == Tracked.OPEN)
            .map(Tracked::orderId)
            .toList();
    for (int from = 0; from < closed.size(); from += rules.batch()) {
      List<Bytes32> batch = closed.subList(from, Math.min(closed.size(), from + rules.batch()));
      handIn(batch, Math.max(now, latest.timestamp() * 1000));
    }
  }

  private void handIn(List<Bytes32> batch, long nowMs) throws IOException {
    Map<Bytes32, MarketOrder> orders = chain.orders(batch);
    Map<Bytes32, Fate> fates = new LinkedHashMap<>();
    for (Bytes32 id : batch) {
      // One that is not there was taken by a reorg since: the next round finds out.
      Optional.ofNullable(orders.get(id)).ifPresent(order -> fates.put(id, fate(order, nowMs)));
    }
    Map<Bytes32, H> handedIn =
        desk.compose(
            batch.stream()
                .filter(id -> fates.get(id) instanceof Fate.HandedIn)
                .flatMap(id -> Optional.ofNullable(orders.get(id)).stream())
                .toList());
    fates
        .entrySet()
        .removeIf(each ->
            each.getValue() instanceof Fate.HandedIn && !handedIn.containsKey(each.getKey()));
    Step step = Following.ended(position, fates);
    if (!step.position().tracksAs(position)) {
      commit(step, List.copyOf(handedIn.values()));
    }
  }

  private Fate fate(MarketOrder order, long nowMs) {
    return switch (order.status()) {
      case PENDING, DISPUTE_RESOLVED ->
          order.isExpired(nowMs + rules.marginMs())
              ? new Fate.Expired(expired(order))
              : new Fate.HandedIn();
      // What ended it may be taken back until it is final.
      case DISPUTED, COMPLETED, CANCELLED, REFUNDED -> new Fate.Held();
    };
  }

  private static Notice expired(MarketOrder order) {
    return Notice.of(
        order.orderId(),
        Kind.EXPIRED,
        "deadline",
        order.deadline().toString(),
        "totalPrice",
        order.totalPrice().toString(),
        "toDo",
        ExpiredOrders.TO_DO);
  }

  private void commit(Step step, List<H> handedIn) throws IOException {
    journal.commit(committed, step, handedIn);
    committed = step.position();
    position = step.position();
  }
}
