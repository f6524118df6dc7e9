package dev.quittance.acceptance.check;

import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Credit;
import dev.quittance.schemas.avro.OrderSettled;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** What the records say about money. */
final class Money {
  private Money() {}

  /** What an order gives to vendors. */
  static BigInteger creditsOf(OrderSettled settlement) {
    return settlement.getCredits().stream()
        .map(credit -> AvroValues.integer(credit.getAmount()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** What is due to each account by the settlements, fees not among it. */
  static Map<String, BigInteger> creditsByAccount(Iterable<OrderSettled> settlements) {
    Map<String, BigInteger> due = new TreeMap<>();
    for (OrderSettled settlement : settlements) {
      for (Credit credit : settlement.getCredits()) {
        due.merge(
            AvroValues.hex(credit.getAccount()),
            AvroValues.integer(credit.getAmount()),
            BigInteger::add);
      }
    }
    return due;
  }
}
