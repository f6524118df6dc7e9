package dev.quittance.planning;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Decides whether an order still fits under its tenant's cap per day. Pure; whoever calls it keeps,
 * per (tenant, day), what is reserved and, per (tenant, day, orderId), what was granted, and
 * decides a tenant's reservations one after the other.
 */
public final class DayCap {
  private DayCap() {}

  /**
   * What is known before a decision. Its size does not grow with the day's orders.
   *
   * @param reserved sum of all grants of the tenant and day, zero at first
   * @param granted what this order was granted on this day before, empty when nothing was
   */
  public record State(BigInteger reserved, Optional<BigInteger> granted) {
    /** The state of a day on which nothing was granted yet. */
    public static final State EMPTY = new State(BigInteger.ZERO, Optional.empty());
  }

  /** The outcome of a reservation. */
  public sealed interface Decision {
    /**
     * The order may go on.
     *
     * @param state what to keep; equal to the state before when the order had its grant already
     */
    record Granted(State state) implements Decision {}

    /**
     * The order must be refused; the state stays.
     *
     * @param refusal the refusal to record
     */
    record Denied(PlanDecision.Refused refusal) implements Decision {}
  }

  /**
   * Grants the reservation when the day's sum stays within the cap; an order that has a grant keeps
   * it, whatever it asks for now.
   */
  public static Decision decide(State state, DayReservation reservation) {
    if (state.granted().isPresent()) {
      return new Decision.Granted(state);
    }
    BigInteger reserved = state.reserved().add(reservation.amount());
    if (reserved.compareTo(reservation.cap()) > 0) {
      BigInteger left = reservation.cap().subtract(state.reserved()).max(BigInteger.ZERO);
      return new Decision.Denied(
          new PlanDecision.Refused(
              RefusalCode.POLICY_DAY_CAP,
              "the order costs %s, and tenant %s has %s of %s left for the day"
                  .formatted(reservation.amount(), reservation.tenant(), left, reservation.cap())));
    }
    return new Decision.Granted(new State(reserved, Optional.of(reservation.amount())));
  }
}
