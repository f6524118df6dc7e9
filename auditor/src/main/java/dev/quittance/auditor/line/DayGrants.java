package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord.DayCapAnswer;
import dev.quittance.planning.DayReservation;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was granted under the daily caps of tenants, by the plans of a partition: a tenant's orders
 * are in all of them.
 *
 * @param days each tenant and day once
 */
public record DayGrants(List<Day> days) {

  /** Nothing was granted. */
  public static final DayGrants NONE = new DayGrants(List.of());

  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  /**
   * The grants of a tenant on a UTC day.
   *
   * @param day days since 1970-01-01
   * @param total what the plans cost together
   * @param largestCap the largest cap that one of them was granted under
   * @param last the answer that came last
   * @param lastAt when it was appended, unix milliseconds
   */
  public record Day(
      String tenant, long day, BigInteger total, BigInteger largestCap, Place last, long lastAt) {

    private Day with(Day other) {
      Day later = other.lastAt > lastAt ? other : this;
      return new Day(
          tenant,
          day,
          total.add(other.total),
          largestCap.max(other.largestCap),
          later.last,
          later.lastAt);
    }
  }

  private record Key(String tenant, long day) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byTenant = tenant.compareTo(other.tenant);
      return byTenant != 0 ? byTenant : Long.compare(day, other.day);
    }
  }

  /** Copies the list. */
  public DayGrants {
    days = List.copyOf(days);
  }

  /** Collects the grants of a partition. Not thread-safe. */
  static final class Collector {
    private final Map<Key, Day> days = new TreeMap<>();

    /**
     * Takes the grant of an order that has a plan.
     *
     * <p>An order that was redriven may have been granted another amount than its plan costs, and
     * what was granted on a day is forgotten when the tenant has an order two days later: neither
     * counts.
     */
    void add(OrderCase all, DayReservation reservation) {
      boolean isOnlyOnce =
          all.orders.size() == 1
              && all.plans.size() == 1
              && all.dayCaps.size() == 1
              && !all.hasDeadLetter();
      if (!isOnlyOnce) {
        return;
      }
      Of<DayCapAnswer> answer = all.dayCaps.getFirst();
      long at = answer.record().appendTime();
      long forgottenAt = (reservation.day() + 2) * DAY_MS;
      if (answer.content().granted() && at < forgottenAt - LaneAudit.CLOCKS_MS) {
        days.merge(
            new Key(reservation.tenant(), reservation.day()),
            new Day(
                reservation.tenant(),
                reservation.day(),
                reservation.amount(),
                reservation.cap(),
                Findings.place(answer.record()),
                at),
            Day::with);
      }
    }

    DayGrants grants() {
      return new DayGrants(List.copyOf(days.values()));
    }
  }

  /**
   * Judges the grants of all partitions: each was made when the sum with it was within the cap of
   * its order's policy, so the sum of all is within the largest of these.
   */
  public static List<Finding> judge(List<DayGrants> lanes) {
    Map<Key, Day> all = new TreeMap<>();
    lanes.stream()
        .map(DayGrants::days)
        .flatMap(Collection::stream)
        .forEach(day -> all.merge(new Key(day.tenant, day.day), day, Day::with));
    List<Finding> findings = new ArrayList<>();
    for (Day day : all.values()) {
      if (day.total.compareTo(day.largestCap) > 0) {
        findings.add(
            Finding.fail(
                FindingCode.L5_DAY_CAP_EXCEEDED,
                day.last,
                "tenant %s was granted %d on %s up to here, and its cap was never more than %d"
                    .formatted(
                        day.tenant, day.total, LocalDate.ofEpochDay(day.day), day.largestCap)));
      }
    }
    return findings;
  }
}
