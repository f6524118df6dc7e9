package dev.quittance.auditor.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineSource.Lane;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of a partition come in the order of the orders or answers that they were decided by. */
class PlanOrderLawsTest {
  private static final int SEEDS = 300;
  private static final int ORDERS = 8;
  private static final int SPREAD_MS = 40;

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void thoseOfAPlannerAreInOrder(int seed) {
    assertThat(found(inbox(new Random(seed)))).isEmpty();
  }

  /** Wherever the answers stand among the plans by their times. */
  @ParameterizedTest
  @MethodSource("seeds")
  void twoThatChangedPlacesAreNamed(int seed) {
    Random random = new Random(seed);
    List<LineRecord> line = inbox(random);
    boolean isPlans = random.nextBoolean();
    List<LineRecord> swappable =
        line.stream().filter(record -> isPlans ? isPlan(record) : isCause(record, line)).toList();
    int index = random.nextInt(swappable.size() - 1);
    LineRecord one = swappable.get(index);
    LineRecord other = swappable.get(index + 1);
    List<LineRecord> swapped = new ArrayList<>(line);
    Collections.replaceAll(swapped, one, at(other, one));
    Collections.replaceAll(swapped, other, at(one, other));

    assertThat(found(swapped))
        .as("seed %d: %s and %s changed places", seed, one, other)
        .anyMatch(finding ->
            finding.code() == FindingCode.L5_PLAN_ORDER
                && finding.place().topic().equals(one.topic())
                && List.of(one.offset(), other.offset())
                    .contains(finding.place().offset().orElse(-1)));
  }

  /** Orders of tenants with and without a daily cap, the answers some time after their orders. */
  private static List<LineRecord> inbox(Random random) {
    List<LineRecord> line = new ArrayList<>();
    long time = 1_767_571_200_000L;
    List<Integer> asked = new ArrayList<>();
    long inbox = 0;
    long plans = 0;
    long plannedAt = time;
    int ordered = 0;
    while (ordered < ORDERS || !asked.isEmpty()) {
      time += 1 + random.nextInt(SPREAD_MS);
      boolean isAnswer = !asked.isEmpty() && (ordered == ORDERS || random.nextBoolean());
      int order = isAnswer ? asked.removeFirst() : ordered++;
      line.add(record(Lane.ORDERS, inbox++, time, isAnswer ? answer(order) : taken(order)));
      if (!isAnswer && order % 2 == 0) {
        asked.add(order);
      } else {
        plannedAt = Math.max(plannedAt, time + random.nextInt(SPREAD_MS));
        line.add(record(Lane.PLANS, plans++, plannedAt, plan(order)));
      }
    }
    return line;
  }

  private static List<Finding> found(List<LineRecord> line) {
    Findings findings = new Findings();
    PlanOrder order = new PlanOrder(findings);
    Map<Bytes32, OrderCase> cases = new HashMap<>();
    line.stream()
        .sorted(Comparator.comparingLong(LineRecord::appendTime).thenComparing(LineRecord::offset))
        .forEach(record -> {
          order.checkBefore(record.appendTime() - 10_000);
          read(record, cases, order);
        });
    order.checkBefore(Long.MAX_VALUE);
    return findings.list();
  }

  private static void read(LineRecord record, Map<Bytes32, OrderCase> cases, PlanOrder order) {
    switch (record.content()) {
      case LineRecord.OrderTaken it ->
          of(cases, it.orderId()).orders.add(new OrderCase.Of<>(record, it));
      case LineRecord.DayCapAnswer it ->
          of(cases, it.orderId()).dayCaps.add(new OrderCase.Of<>(record, it));
      case LineRecord.PlanTaken it -> {
        OrderCase all = of(cases, it.orderId());
        all.plans.add(new OrderCase.Of<>(record, it));
        order.planned(record, all);
      }
      default -> throw new AssertionError(record);
    }
  }

  private static OrderCase of(Map<Bytes32, OrderCase> cases, Bytes32 orderId) {
    return cases.computeIfAbsent(orderId, OrderCase::new);
  }

  private static boolean isPlan(LineRecord record) {
    return record.content() instanceof LineRecord.PlanTaken;
  }

  /** Whether a plan was decided by it: an order whose tenant has a cap only asks. */
  private static boolean isCause(LineRecord record, List<LineRecord> line) {
    return switch (record.content()) {
      case LineRecord.DayCapAnswer _ -> true;
      case LineRecord.OrderTaken taken ->
          line.stream()
              .noneMatch(other ->
                  other.content() instanceof LineRecord.DayCapAnswer answer
                      && answer.orderId().equals(taken.orderId()));
      default -> false;
    };
  }

  private static LineRecord at(LineRecord record, LineRecord place) {
    return new LineRecord(
        record.topic(),
        record.partition(),
        place.offset(),
        place.appendTime(),
        record.key(),
        record.content());
  }

  private static LineRecord record(Lane lane, long offset, long time, LineRecord.Content content) {
    return new LineRecord(lane.topic(), 0, offset, time, Optional.empty(), content);
  }

  private static LineRecord.OrderTaken taken(int order) {
    return new LineRecord.OrderTaken(id(order), "acme", Address.ZERO, Bytes.EMPTY, Bytes32.ZERO);
  }

  private static LineRecord.DayCapAnswer answer(int order) {
    return new LineRecord.DayCapAnswer(id(order), true, BigInteger.ONE, BigInteger.TEN);
  }

  private static LineRecord.PlanTaken plan(int order) {
    return new LineRecord.PlanTaken(id(order), Bytes32.ZERO, Bytes.EMPTY, Bytes.EMPTY);
  }

  private static Bytes32 id(int order) {
    byte[] id = new byte[Bytes32.SIZE];
    id[0] = (byte) (order + 1);
    return Bytes32.wrap(id);
  }
}
