package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineRecord.DayCapAnswer;
import dev.quittance.auditor.source.LineRecord.OrderTaken;
import dev.quittance.auditor.source.LineRecord.PlanTaken;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.DayReservation;
import dev.quittance.planning.PlanDecision;
import dev.quittance.planning.Planner;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans again from their orders and the catalogue that they cite. Where the plan is the one
 * that was worked on and comes out otherwise, what it cites tells which of its inputs was changed.
 * Not thread-safe.
 */
final class PlanCheck {

  /** A planner lags behind the catalogue for seconds; for longer only if a broker is away. */
  private static final long LAG_MS = Duration.ofMinutes(10).toMillis();

  /** It can't be for so long without anybody seeing that it is not ready. */
  private static final long STALE_MS = Duration.ofDays(1).toMillis();

  private final CatalogueHistory history;
  private final Findings findings;
  private final DayGrants.Collector grants = new DayGrants.Collector();
  private @Nullable Catalogue latest;

  PlanCheck(CatalogueHistory history, Findings findings) {
    this.history = history;
    this.findings = findings;
  }

  /** What was granted under daily caps, by the plans so far. */
  DayGrants grants() {
    return grants.grants();
  }

  /** The plan of a record, if it is what its hash and its order's id say. */
  Optional<Plan> read(Of<PlanTaken> taken) {
    PlanTaken content = taken.content();
    if (!Sha256.hash(content.plan()).equals(content.planHash())) {
      return malformed(taken, "the plan's bytes are not those of planHash");
    }
    if (!(Plan.parse(content.plan().toByteArray()) instanceof Parsed.Ok<Plan>(Plan plan))) {
      return malformed(taken, "the plan does not parse");
    }
    if (!plan.orderId().hex().equals(content.orderId().toString())) {
      return malformed(taken, "the plan is of order " + plan.orderId());
    }
    if (!Sha256.hash(content.order()).toString().equals(plan.orderHash().hex())) {
      malformed(taken, "the order in it is not that of the plan's orderHash");
    }
    return Optional.of(plan);
  }

  private Optional<Plan> malformed(Of<PlanTaken> taken, String what) {
    findings.fail(FindingCode.L5_PLAN_MALFORMED, taken.record(), what);
    return Optional.empty();
  }

  /** Compares a plan with its order, and makes it again. */
  void check(Of<PlanTaken> taken, Plan plan, OrderCase all) {
    Optional<Of<OrderTaken>> order = orderOf(plan, all);
    if (order.isEmpty()) {
      findings.missing(
          FindingCode.L5_ORDER_MISSING,
          LineSource.Lane.ORDERS,
          taken.record().partition(),
          "order %s, planned at %s".formatted(plan.orderId(), Findings.at(taken.record())));
      return;
    }
    LineRecord record = order.get().record();
    if (record.appendTime() != plan.decidedAtMs()) {
      findings.fail(
          FindingCode.L5_ORDER_TIME_DIFFERS,
          record,
          "appended at %d, and its plan %s was decided at %d"
              .formatted(record.appendTime(), Findings.at(taken.record()), plan.decidedAtMs()));
    }
    Bytes document = order.get().content().order();
    if (!Sha256.hash(document).toString().equals(plan.orderHash().hex())) {
      findings.fail(
          FindingCode.L5_ORDER_DIFFERS,
          record,
          "its plan %s is for an order with hash %s"
              .formatted(Findings.at(taken.record()), plan.orderHash()));
    } else if (Order.parse(document.toByteArray()) instanceof Parsed.Ok<Order>(Order parsed)) {
      again(taken, plan, parsed, all);
    }
  }

  /** An order that was redriven is there twice; the plan says when it was decided. */
  static Optional<Of<OrderTaken>> orderOf(Plan plan, OrderCase all) {
    return all.orders.stream()
        .filter(order -> order.record().appendTime() == plan.decidedAtMs())
        .findFirst()
        .or(() -> all.orders.stream().findFirst());
  }

  private void again(Of<PlanTaken> taken, Plan plan, Order order, OrderCase all) {
    stale(taken, plan);
    Optional<Catalogue> catalogue = catalogue(plan);
    if (catalogue.isEmpty()) {
      cited(Topics.AGENTS.name(), plan.agentsOffset(), taken);
      cited(Topics.POLICIES.name(), plan.policiesOffset(), taken);
      return;
    }
    PlanDecision decision =
        Planner.decide(order, plan.orderHash(), catalogue.get(), plan.decidedAtMs());
    switch (decision) {
      case PlanDecision.Planned planned
          when planned.planHash().hex().equals(taken.content().planHash().toString()) ->
          dayCap(taken, plan, planned.reservation(), all);
      case PlanDecision.Planned planned -> {
        if (!blame(plan, catalogue.get(), taken)) {
          findings.fail(
              FindingCode.L5_PLAN_DIFFERS,
              taken.record(),
              "order and catalogue give a plan with hash " + planned.planHash());
        }
      }
      case PlanDecision.Refused(var code, String message) -> {
        if (!blame(plan, catalogue.get(), taken)) {
          findings.fail(
              FindingCode.L5_PLAN_DIFFERS,
              taken.record(),
              "order and catalogue give the refusal %s: %s".formatted(code.code(), message));
        }
      }
    }
  }

  /**
   * A planner reads the catalogue as it grows, and reads all of it before it begins. Which record
   * is the last that it has read hangs on timing, in every process by itself, so a plan need not
   * cite what the one before it cites; but none lags far behind.
   */
  private void stale(Of<PlanTaken> taken, Plan plan) {
    for (LineRecord next : history.next(plan.agentsOffset(), plan.policiesOffset())) {
      long age = plan.decidedAtMs() - next.appendTime();
      if (age > LAG_MS) {
        String message =
            "was made without %s, which had been there for %s"
                .formatted(Findings.at(next), Duration.ofMillis(age));
        findings.add(
            age > STALE_MS
                ? Finding.fail(
                    FindingCode.L5_CATALOGUE_STALE, Findings.place(taken.record()), message)
                : Finding.note(
                    FindingCode.L5_CATALOGUE_STALE, Findings.place(taken.record()), message));
      }
    }
  }

  /** Plans mostly cite the same catalogue as the one before. */
  private Optional<Catalogue> catalogue(Plan plan) {
    Catalogue known = latest;
    if (known != null
        && known.agentsOffset() == plan.agentsOffset()
        && known.policiesOffset() == plan.policiesOffset()) {
      return Optional.of(known);
    }
    Optional<Catalogue> folded = history.at(plan.agentsOffset(), plan.policiesOffset());
    latest = folded.orElse(known);
    return folded;
  }

  private void cited(String topic, long offset, Of<PlanTaken> taken) {
    boolean isThere =
        topic.equals(Topics.AGENTS.name())
            ? history.at(offset, 0).isPresent()
            : history.at(0, offset).isPresent();
    if (!isThere) {
      findings.add(
          Finding.fail(
              FindingCode.L5_CATALOGUE_GAP,
              Place.record(topic, 0, offset - 1),
              "plan %s was made with the document here, and there is none"
                  .formatted(Findings.at(taken.record()))));
    }
  }

  /** Names the documents that are not those whose hashes the plan cites. */
  private boolean blame(Plan plan, Catalogue catalogue, Of<PlanTaken> taken) {
    boolean found = false;
    Optional<Hash32> tenant = catalogue.tenant(plan.tenant()).map(hashed -> hashed.hash());
    found |=
        differs(
            history.policy(Tenant.class, plan.tenant(), plan.policiesOffset()),
            Topics.POLICIES.name(),
            "tenant " + plan.tenant(),
            plan.tenantHash(),
            tenant,
            taken);
    Optional<String> policyId =
        catalogue.tenant(plan.tenant()).map(hashed -> hashed.document().policy());
    if (policyId.isPresent()) {
      found |=
          differs(
              history.policy(Policy.class, policyId.get(), plan.policiesOffset()),
              Topics.POLICIES.name(),
              "policy " + policyId.get(),
              plan.policyHash(),
              catalogue.policy(policyId.get()).map(hashed -> hashed.hash()),
              taken);
    }
    for (PlanStep step : plan.steps()) {
      found |=
          differs(
              history.agent(step.agentId(), plan.agentsOffset()),
              Topics.AGENTS.name(),
              "agent " + step.agentId(),
              step.agentHash(),
              Optional.ofNullable(catalogue.agents().get(step.agentId()))
                  .map(hashed -> hashed.hash()),
              taken);
    }
    return found;
  }

  private boolean differs(
      Optional<LineRecord> record,
      String topic,
      String what,
      Hash32 cited,
      Optional<Hash32> there,
      Of<PlanTaken> taken) {
    if (there.filter(cited::equals).isPresent()) {
      return false;
    }
    findings.add(
        Finding.fail(
            FindingCode.L5_CATALOGUE_DIFFERS,
            record.map(Findings::place).orElseGet(() -> Place.partition(topic, 0)),
            "plan %s was made with %s of hash %s, here it has %s"
                .formatted(
                    Findings.at(taken.record()),
                    what,
                    cited,
                    there.map(Hash32::hex).orElse("no document"))));
    return true;
  }

  private void dayCap(
      Of<PlanTaken> taken, Plan plan, Optional<DayReservation> reservation, OrderCase all) {
    if (reservation.isEmpty()) {
      all.dayCaps.forEach(answer ->
          findings.fail(
              FindingCode.L5_DAY_CAP_DIFFERS,
              answer.record(),
              "answers a plan that asked nothing"));
      return;
    }
    if (all.dayCaps.isEmpty()) {
      findings.missing(
          FindingCode.L5_DAY_CAP_DIFFERS,
          LineSource.Lane.ORDERS,
          taken.record().partition(),
          "plan %s needs an answer of the daily cap".formatted(Findings.at(taken.record())));
      return;
    }
    all.dayCaps.stream()
        .skip(1)
        .forEach(answer ->
            findings.fail(
                FindingCode.L5_DAY_CAP_DIFFERS,
                answer.record(),
                all,
                "the daily cap has answered before"));
    for (Of<DayCapAnswer> answer : all.dayCaps) {
      DayCapAnswer content = answer.content();
      boolean fits =
          content.granted()
              && content.cap().equals(reservation.get().cap())
              && content.reserved().add(plan.total()).compareTo(content.cap()) <= 0;
      if (!fits) {
        findings.fail(
            FindingCode.L5_DAY_CAP_DIFFERS,
            answer.record(),
            "says granted %s, reserved %d of %d; plan %s asks for %d of %d"
                .formatted(
                    content.granted(),
                    content.reserved(),
                    content.cap(),
                    Findings.at(taken.record()),
                    plan.total(),
                    reservation.get().cap()));
      }
    }
    grants.add(all, reservation.get());
  }
}
