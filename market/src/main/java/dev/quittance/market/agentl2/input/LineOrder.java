package dev.quittance.market.agentl2.input;

import dev.quittance.planning.document.Order;

/**
 * An order as the line takes it.
 *
 * @param order its document
 * @param submittedAtMs when it was placed, unix ms
 */
public record LineOrder(Order order, long submittedAtMs) {}
