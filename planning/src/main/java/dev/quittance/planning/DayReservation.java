package dev.quittance.planning;

import dev.quittance.planning.document.Hash32;
import java.math.BigInteger;

/**
 * A share of what a tenant may spend on a day.
 *
 * @param orderId the order that wants it
 * @param tenant id of the tenant
 * @param day UTC day on which the order was decided, in days since 1970-01-01
 * @param amount the plan's total
 * @param cap the policy's cap per day
 */
public record DayReservation(
    Hash32 orderId, String tenant, long day, BigInteger amount, BigInteger cap) {}
