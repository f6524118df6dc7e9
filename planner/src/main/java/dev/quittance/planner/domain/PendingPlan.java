package dev.quittance.planner.domain;

import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Plan;

/** A plan and the order that it plans, from the decision until it is committed. */
public record PendingPlan(Plan plan, Hash32 planHash, Order order) {}
