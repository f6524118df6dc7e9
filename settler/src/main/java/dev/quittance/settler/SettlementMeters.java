package dev.quittance.settler;

import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.settler.domain.Settlement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Counts settled orders and what vendors earned by them. One stream task's, so not thread-safe. */
final class SettlementMeters {
  private final MeterRegistry meters;
  private final Map<Verdict, Counter> orders = new EnumMap<>(Verdict.class);
  private final Map<Address, Counter> amounts = new HashMap<>();

  SettlementMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void settled(Settlement settlement) {
    orders.computeIfAbsent(settlement.verdict(), this::orders).increment();
    BigInteger earned =
        settlement.credits().values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    amounts.computeIfAbsent(settlement.asset(), this::amounts).increment(earned.doubleValue());
  }

  private Counter orders(Verdict verdict) {
    return Counter.builder("quittance.orders")
        .description("Orders settled, by how they ended; again after an aborted transaction")
        .tag("outcome", verdict.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  private Counter amounts(Address asset) {
    return Counter.builder("quittance.settled.amount.units")
        .description("What vendors earned, in the asset's smallest unit")
        .tag("asset", asset.toString())
        .register(meters);
  }
}
