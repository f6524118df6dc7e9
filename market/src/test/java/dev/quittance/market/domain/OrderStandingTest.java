package dev.quittance.market.domain;

import static dev.quittance.market.domain.OrderStanding.Waiting.APPROVAL;
import static dev.quittance.market.domain.OrderStanding.Waiting.NOTHING;
import static dev.quittance.market.domain.OrderStanding.Waiting.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.domain.OrderStanding.Outcome;
import dev.quittance.planning.document.Hash32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderStandingTest {
  private static final Hash32 ID = Hash32.sha256(new byte[] {1});
  private static final OrderStanding UNKNOWN = OrderStanding.unknown(ID, "gigent", "uuid-1");

  private static OrderStanding after(OrderStanding order, EventKind kind, boolean asks) {
    return order.after(new MarketEvent(ID, "gigent", "uuid-1", kind, "{}", 5), asks);
  }

  private static OrderStanding after(OrderStanding order, EventKind kind) {
    return after(order, kind, false);
  }

  private static OrderStanding ended(OrderStanding order, String status) {
    return order.after(new Outcome(status, "because", 9));
  }

  private static void refuses(OperatorDecision decision, String why) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            OperatorDecision.Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  @Test
  void anOrderThatAsksForAnApprovalWaitsUntilItHasOne() {
    OrderStanding seen = after(UNKNOWN, EventKind.SEEN, true);

    assertThat(seen.waiting()).isEqualTo(APPROVAL);
    assertThat(OperatorDecision.approve(seen))
        .isEqualTo(new OperatorDecision.Append(EventKind.ACCEPT_APPROVED));

    OrderStanding approved = after(seen, EventKind.ACCEPT_APPROVED);
    assertThat(approved.waiting()).isEqualTo(NOTHING);
    refuses(OperatorDecision.approve(approved), "was approved already");
  }

  @Test
  void oneThatIsOnlySeenWaitsForNobody() {
    OrderStanding seen = after(UNKNOWN, EventKind.SEEN);

    assertThat(seen.waiting()).isEqualTo(NOTHING);
    refuses(OperatorDecision.approve(seen), "waits for no approval");
  }

  @Test
  void oneThatIsInTheLineNeedsNoApprovalAnyMore() {
    OrderStanding inTheLine = after(UNKNOWN, EventKind.SEEN, true).takenIn();

    assertThat(inTheLine.waiting()).isEqualTo(NOTHING);
    refuses(OperatorDecision.approve(inTheLine), "is in the line already");
  }

  @ParameterizedTest
  @EnumSource(
      value = EventKind.class,
      names = {
        "WITHDRAWN",
        "VANISHED",
        "CANCELLED",
        "DISPUTED",
        "COMPLETED",
        "REFUNDED",
        "EXPIRED"
      })
  void whatIsTakenBackWaitsForNobody(EventKind stops) {
    OrderStanding seen = after(after(UNKNOWN, EventKind.SEEN, true), stops);
    OrderStanding held = after(ended(UNKNOWN, "HELD"), stops);

    assertThat(seen.waiting()).isEqualTo(NOTHING);
    assertThat(held.waiting()).isEqualTo(NOTHING);
    refuses(OperatorDecision.approve(seen), "taken back");
    refuses(OperatorDecision.release(held), "taken back");
  }

  @ParameterizedTest
  @EnumSource(
      value = EventKind.class,
      names = {"RESOLVED", "REAPPEARED"})
  void whatGoesOnThereWaitsAgain(EventKind resumes) {
    OrderStanding held = after(after(ended(UNKNOWN, "HELD"), EventKind.DISPUTED), resumes);

    assertThat(held.waiting()).isEqualTo(RELEASE);
  }

  @Test
  void aHeldResultWaitsUntilItIsReleased() {
    OrderStanding held = ended(UNKNOWN, "HELD");

    assertThat(held.waiting()).isEqualTo(RELEASE);
    assertThat(OperatorDecision.release(held))
        .isEqualTo(new OperatorDecision.Append(EventKind.RELEASED));

    OrderStanding released = after(held, EventKind.RELEASED);
    assertThat(released.waiting()).isEqualTo(NOTHING);
    refuses(
        OperatorDecision.release(released), "was released already; its last try was held: because");
    refuses(OperatorDecision.release(ended(released, "DELIVERED")), "was released already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELIVERED", "REFUSED", "FAILED"})
  void onlyAHeldResultIsReleased(String status) {
    OrderStanding ended = ended(UNKNOWN, status);

    assertThat(ended.waiting()).isEqualTo(NOTHING);
    refuses(OperatorDecision.release(ended), "is not held: its delivery ended as " + status);
    refuses(OperatorDecision.release(UNKNOWN), "has no result yet that is held");
  }
}
