package dev.quittance.market.agentl2.follow;

import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A chain of random blocks that reorganises itself, behind nodes that fail, have limits and lag:
 * each question may reach another one.
 */
final class RandomChain implements ChainView {
  static final Address OURS = Address.fromHex("0x" + "05".repeat(20));
  static final Address THEIRS = Address.fromHex("0x" + "06".repeat(20));
  static final int FINAL_DEPTH = 12;

  private static final Address BUYER = Address.fromHex("0x" + "0b".repeat(20));

  private final Random random;
  private final List<Block> blocks = new ArrayList<>();

  /** The chain as it was, the newest last: what nodes that lag still show. */
  private final Deque<List<Block>> past = new ArrayDeque<>();

  private int made;

  /** Chance in percent that a question is not answered. */
  int failures;

  /** Chance in percent that a question reaches a node that lags. */
  int lagging;

  /** How many changes of the chain such a node lags behind at most. */
  int lag;

  /** Most logs of one answer. */
  int maxLogs = Integer.MAX_VALUE;

  /** A block; its logs have no block of their own. */
  private record Block(BlockRef ref, long timestamp, List<MarketLog> logs) {}

  RandomChain(Random random) {
    this.random = random;
    add(List.of());
  }

  /** A new block, with new orders and changes of old ones. */
  void grow() {
    remember();
    List<MarketLog> logs = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      logs.add(created());
    }
    for (Map.Entry<Bytes32, MarketOrder> order : states(blocks.size() - 1).entrySet()) {
      if (random.nextInt(8) == 0) {
        logs.addAll(change(order.getValue()));
      }
    }
    add(logs);
  }

  void growEmpty() {
    remember();
    add(List.of());
  }

  /** Other blocks in place of the last ones; some of what they held is in the new ones again. */
  void reorganise(int depth) {
    remember();
    List<MarketLog> lost = new ArrayList<>();
    int kept = Math.max(1, blocks.size() - depth);
    while (blocks.size() > kept) {
      lost.addAll(blocks.removeLast().logs());
    }
    List<MarketLog> back =
        lost.stream()
            .filter(log -> log instanceof MarketLog.Created && random.nextInt(3) > 0)
            .toList();
    int added = 0;
    for (int i = 0; i <= depth; i++) {
      int upTo = i == depth ? back.size() : added + random.nextInt(back.size() - added + 1);
      add(back.subList(added, upTo));
      added = upTo;
    }
  }

  private void remember() {
    past.addLast(List.copyOf(blocks));
    if (past.size() > lag) {
      past.removeFirst();
    }
  }

  /** The chain of the node that a question reaches. */
  private List<Block> node() throws IOException {
    if (random.nextInt(100) < failures) {
      throw new IOException("no answer");
    }
    return !past.isEmpty() && random.nextInt(100) < lagging
        ? List.copyOf(past).get(random.nextInt(past.size()))
        : blocks;
  }

  private void add(List<MarketLog> logs) {
    BlockRef ref = new BlockRef(blocks.size(), randomHash());
    List<MarketLog> here = logs.stream().map(log -> at(log, ref)).toList();
    blocks.add(new Block(ref, 1_000 + 10L * blocks.size(), here));
  }

  private Bytes32 randomHash() {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    return Bytes32.wrap(hash);
  }

  private MarketLog created() {
    made++;
    byte[] id = new byte[32];
    id[0] = (byte) (made >> 8);
    id[1] = (byte) made;
    // The price says how many seconds after its block the order expires.
    int seconds = random.nextInt(5) == 0 ? random.nextInt(60) : 1_000_000;
    return new MarketLog.Created(
        Bytes32.wrap(id),
        Bytes32.ZERO,
        BUYER,
        random.nextInt(3) == 0 ? THEIRS : OURS,
        BigInteger.valueOf(seconds),
        new BlockRef(0, Bytes32.ZERO));
  }

  private List<MarketLog> change(MarketOrder order) {
    BlockRef none = new BlockRef(0, Bytes32.ZERO);
    Bytes32 id = order.orderId();
    return switch (order.status()) {
      case PENDING ->
          List.of(
              random.nextBoolean()
                  ? new MarketLog.Disputed(id, "why", none)
                  : new MarketLog.Cancelled(id, none));
      case DISPUTED ->
          random.nextBoolean()
              ? List.of(new MarketLog.DisputeResolved(id, false, none))
              : List.of(
                  new MarketLog.DisputeResolved(id, true, none),
                  new MarketLog.Refunded(id, BigInteger.ONE, none));
      case COMPLETED, CANCELLED, REFUNDED, DISPUTE_RESOLVED -> List.of();
    };
  }

  private static MarketLog at(MarketLog log, BlockRef block) {
    return switch (log) {
      case MarketLog.Created c ->
          new MarketLog.Created(
              c.orderId(), c.serviceId(), c.buyer(), c.seller(), c.totalPrice(), block);
      case MarketLog.Completed c -> new MarketLog.Completed(c.orderId(), c.resultUri(), block);
      case MarketLog.Disputed d -> new MarketLog.Disputed(d.orderId(), d.reason(), block);
      case MarketLog.Cancelled c -> new MarketLog.Cancelled(c.orderId(), block);
      case MarketLog.Refunded r -> new MarketLog.Refunded(r.orderId(), r.amount(), block);
      case MarketLog.DisputeResolved r ->
          new MarketLog.DisputeResolved(r.orderId(), r.refundBuyer(), block);
    };
  }

  /** All orders as they stand in a block. */
  Map<Bytes32, MarketOrder> states(int block) {
    return states(blocks.subList(0, block + 1));
  }

  private static Map<Bytes32, MarketOrder> states(List<Block> blocks) {
    Map<Bytes32, MarketOrder> states = new LinkedHashMap<>();
    for (Block each : blocks) {
      for (MarketLog log : each.logs()) {
        switch (log) {
          case MarketLog.Created c -> states.put(c.orderId(), pending(c, each.timestamp()));
          case MarketLog.Completed _ -> set(states, log, MarketOrder.Status.COMPLETED);
          case MarketLog.Disputed _ -> set(states, log, MarketOrder.Status.DISPUTED);
          case MarketLog.Cancelled _ -> set(states, log, MarketOrder.Status.CANCELLED);
          case MarketLog.Refunded _ -> set(states, log, MarketOrder.Status.REFUNDED);
          case MarketLog.DisputeResolved _ -> set(states, log, MarketOrder.Status.PENDING);
        }
      }
    }
    return states;
  }

  private static MarketOrder pending(MarketLog.Created log, long createdAt) {
    return new MarketOrder(
        log.orderId(),
        log.serviceId(),
        log.buyer(),
        log.seller(),
        BigInteger.ONE,
        log.totalPrice(),
        createdAt,
        log.totalPrice().add(BigInteger.valueOf(createdAt)),
        MarketOrder.Status.PENDING,
        "",
        Bytes.EMPTY);
  }

  private static void set(
      Map<Bytes32, MarketOrder> states, MarketLog log, MarketOrder.Status status) {
    states.computeIfPresent(
        log.orderId(),
        (_, order) ->
            new MarketOrder(
                order.orderId(),
                order.serviceId(),
                order.buyer(),
                order.seller(),
                order.units(),
                order.totalPrice(),
                order.createdAt(),
                order.deadline(),
                status,
                "",
                Bytes.EMPTY));
  }

  int newest() {
    return blocks.size() - 1;
  }

  long timeMs() {
    return blocks.getLast().timestamp() * 1000;
  }

  /** Where an order of ours was created, in the chain as it is now. */
  Map<Bytes32, Long> ours() {
    Map<Bytes32, Long> found = new HashMap<>();
    for (Block block : blocks) {
      for (MarketLog log : block.logs()) {
        if (log instanceof MarketLog.Created created && created.seller().equals(OURS)) {
          found.put(created.orderId(), block.ref().number());
        }
      }
    }
    return found;
  }

  @Override
  public BlockHead latest() throws IOException {
    Block newest = node().getLast();
    return new BlockHead(newest.ref(), newest.timestamp(), BigInteger.ZERO);
  }

  @Override
  public long finalized() throws IOException {
    return Math.max(0, node().getLast().ref().number() - FINAL_DEPTH);
  }

  @Override
  public Optional<Bytes32> blockHash(long number) throws IOException {
    List<Block> node = node();
    return number < 0 || number >= node.size()
        ? Optional.empty()
        : Optional.of(node.get(Math.toIntExact(number)).ref().hash());
  }

  @Override
  public Optional<Link> link(long number) throws IOException {
    List<Block> node = node();
    if (number < 0 || number >= node.size()) {
      return Optional.empty();
    }
    int at = Math.toIntExact(number);
    Bytes32 parent = at == 0 ? Bytes32.ZERO : node.get(at - 1).ref().hash();
    return Optional.of(new Link(node.get(at).ref().hash(), parent));
  }

  @Override
  public List<MarketLog> logs(BlockRef block) throws IOException {
    return node().stream()
        .filter(each -> each.ref().equals(block))
        .findFirst()
        .orElseThrow(() -> new IOException("unknown block"))
        .logs();
  }

  /** A node says nothing of blocks that it does not have. */
  @Override
  public List<MarketLog> logs(long from, long to) throws IOException {
    List<MarketLog> logs = new ArrayList<>();
    for (Block block : node()) {
      if (block.ref().number() >= from && block.ref().number() <= to) {
        logs.addAll(block.logs());
      }
    }
    if (logs.size() > maxLogs && to > from) {
      throw new LogsRefused("query returned more than " + maxLogs + " results");
    }
    return logs;
  }

  @Override
  public Map<Bytes32, MarketOrder> orders(Collection<Bytes32> orderIds) throws IOException {
    Map<Bytes32, MarketOrder> states = states(node());
    states.keySet().retainAll(orderIds);
    return states;
  }
}
