package dev.quittance.explorer.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.explorer.Stories;
import dev.quittance.explorer.domain.OrderCounts;
import dev.quittance.explorer.domain.OrderStatus;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.OrderEvent.Executed;
import dev.quittance.platform.events.OrderEvent.Proven;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewFoldLawsTest {
  private static final int ORDERS = 12;
  private static final int PARTITIONS = 3;

  /** Names of orders begin so that were FAILED by a dead letter for a while. */
  private static final String REDRIVEN = "redriven";

  private static final Set<String> REDRIVEN_IDS =
      IntStream.range(0, ORDERS)
          .mapToObj(i -> Stories.id(REDRIVEN + i))
          .collect(Collectors.toSet());
  private static final List<OrderStatus> WAY =
      List.of(
          OrderStatus.RECEIVED,
          OrderStatus.PLANNED,
          OrderStatus.EXECUTING,
          OrderStatus.PROVEN,
          OrderStatus.SETTLED,
          OrderStatus.ANCHORED);

  /** One record: its topic and partition, and what it tells a fold. */
  private record Told(String topicPartition, Consumer<ViewFold> what) {}

  /** The records of some orders in the order in which a line would write them. */
  private static List<Told> records(Random random) {
    List<Told> records = new ArrayList<>();
    long[] ends = new long[PARTITIONS];
    long[] starts = new long[PARTITIONS];
    int period = 0;
    for (int i = 0; i < ORDERS; i++) {
      String name = (random.nextInt(4) == 0 ? REDRIVEN : "order") + i;
      order(records, random, name, i % PARTITIONS, ends);
      if (random.nextInt(4) == 0 || i == ORDERS - 1) {
        close(records, period++, starts, ends);
      }
    }
    return records;
  }

  private static void order(List<Told> records, Random random, String name, int lane, long[] ends) {
    int steps = 1 + random.nextInt(3);
    boolean refused = random.nextInt(4) == 0;
    tell(records, "order-requests", lane, name, Stories.requested());
    if (refused) {
      outcome(records, name, lane, ends, Stories.executed(-1, 3 + random.nextInt(3)));
      return;
    }
    tell(records, "orders", lane, name, Stories.accepted(steps));
    tell(records, "plans", lane, name, Stories.planned(steps));
    if (name.startsWith(REDRIVEN)) {
      deadLetter(records, name, lane, ends);
    }
    int failing = random.nextInt(4) == 0 ? random.nextInt(steps) : -1;
    for (int step = 0; step < steps; step++) {
      outcome(records, name, lane, ends, Stories.executed(step, step == failing ? 2 : 1));
    }
    tell(records, "settlements", lane, name, Stories.settled(failing < 0 ? 1 : 2, steps));
  }

  /** A record of the order crashes a stage; it is redriven, and the order runs on. */
  private static void deadLetter(List<Told> records, String name, int lane, long[] ends) {
    tell(records, "executions", lane, name, Stories.deadLettered());
    tell(records, "receipts", lane, name, Stories.deadLetterProven(lane, ends[lane]++));
    tell(records, "settlements", lane, name, Stories.deadLetterSettled());
  }

  private static void outcome(
      List<Told> records, String name, int lane, long[] ends, Executed executed) {
    Proven proven = Stories.proven(executed.index(), lane, ends[lane]++);
    tell(records, "executions", lane, name, executed);
    tell(records, "receipts", lane, name, proven);
  }

  private static void close(List<Told> records, int period, long[] starts, long[] ends) {
    for (int lane = 0; lane < PARTITIONS; lane++) {
      int partition = lane;
      long start = starts[lane];
      long end = ++ends[lane];
      starts[lane] = end;
      records.add(new Told("log-heads", fold -> fold.head(period, partition, start, end)));
    }
    records.add(
        new Told("anchor-status", fold -> fold.anchored(period, Stories.id("tx" + period))));
  }

  private static void tell(
      List<Told> records, String topic, int lane, String name, OrderEvent event) {
    records.add(new Told(topic + "/" + lane, fold -> fold.order(Stories.id(name), event)));
  }

  /** Any interleaving that keeps the order within each partition of a topic. */
  private static List<Told> interleaved(List<Told> records, Random random) {
    Map<String, Deque<Told>> partitions = new TreeMap<>();
    records.forEach(record ->
        partitions.computeIfAbsent(record.topicPartition(), _ -> new ArrayDeque<>()).add(record));
    List<Told> mixed = new ArrayList<>();
    while (!partitions.isEmpty()) {
      List<Deque<Told>> queues = List.copyOf(partitions.values());
      mixed.add(queues.get(random.nextInt(queues.size())).remove());
      partitions.values().removeIf(Deque::isEmpty);
    }
    return mixed;
  }

  private static void fold(InMemoryKeyValues store, List<Told> records) {
    fold(store, new RecentViews(100), records);
  }

  private static void fold(InMemoryKeyValues store, RecentViews recent, List<Told> records) {
    ViewFold fold = new ViewFold(store, recent, _ -> {});
    records.forEach(record -> record.what().accept(fold));
    fold.flush();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyInterleavingInAnyBatchesGivesTheSameStore(long seed) {
    Random random = new Random(seed);
    List<Told> records = records(random);
    InMemoryKeyValues straight = new InMemoryKeyValues();
    fold(straight, records);

    for (int i = 0; i < 20; i++) {
      InMemoryKeyValues mixed = new InMemoryKeyValues();
      RecentViews recent = new RecentViews(1 + random.nextInt(ORDERS));
      List<Told> rest = interleaved(records, random);
      while (!rest.isEmpty()) {
        int batch = 1 + random.nextInt(rest.size());
        fold(mixed, recent, rest.subList(0, batch));
        rest = rest.subList(batch, rest.size());
      }
      assertThat(mixed.content()).as("seed %d, run %d", seed, i).isEqualTo(straight.content());
    }
    assertThat(views(straight).values())
        .as("seed %d: every receipt lies in a period that is final", seed)
        .hasSize(ORDERS)
        .allMatch(OrderView::isAnchoredWhole);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aStatusNeverGoesBackAndCountsAgree(long seed) {
    Random random = new Random(seed);
    InMemoryKeyValues store = new InMemoryKeyValues();
    Map<String, OrderStatus> last = new HashMap<>();
    for (Told record : interleaved(records(random), random)) {
      fold(store, List.of(record));
      views(store)
          .forEach((id, view) -> {
            OrderStatus before = last.put(id, view.status());
            assertThat(
                    isForward(before == null ? OrderStatus.RECEIVED : before, view.status())
                        || (before == OrderStatus.FAILED && REDRIVEN_IDS.contains(id)))
                .as("seed %d: %s after %s", seed, view.status(), before)
                .isTrue();
          });
      assertThat(counts(store)).as("seed %d", seed).isEqualTo(counted(views(store)));
    }
  }

  private static boolean isForward(OrderStatus before, OrderStatus after) {
    boolean beforeFailed = !WAY.contains(before);
    boolean afterFailed = !WAY.contains(after);
    return beforeFailed
        ? after == before
        : afterFailed || WAY.indexOf(after) >= WAY.indexOf(before);
  }

  private static OrderCounts counts(InMemoryKeyValues store) {
    return ViewCodec.counts(Objects.requireNonNull(store.get(Keys.counts())));
  }

  private static OrderCounts counted(Map<String, OrderView> views) {
    Map<OrderStatus, Long> byStatus = new EnumMap<>(OrderStatus.class);
    views.values().forEach(view -> byStatus.merge(view.status(), 1L, Long::sum));
    return new OrderCounts(
        byStatus,
        views.values().stream().filter(OrderView::isProvenWhole).count(),
        views.values().stream().filter(view -> view.settlement() != null).count(),
        views.values().stream().filter(OrderView::isAnchoredWhole).count());
  }

  private static Map<String, OrderView> views(InMemoryKeyValues store) {
    Map<String, OrderView> views = new TreeMap<>();
    store.scan(
        new byte[] {'v'},
        new byte[] {'w'},
        (_, value) -> {
          OrderView view = ViewCodec.view(value);
          views.put(view.orderId(), view);
          return true;
        });
    return views;
  }

  @Test
  void aViewIsReadAsItWasWritten() {
    OrderView view = OrderView.of(Stories.id("order"));
    for (OrderEvent event : Stories.completed()) {
      view = view.apply(event);
      assertThat(ViewCodec.view(ViewCodec.bytes(view))).isEqualTo(view);
    }
  }
}
