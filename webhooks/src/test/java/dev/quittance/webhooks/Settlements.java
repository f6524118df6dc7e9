package dev.quittance.webhooks;

import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.SettlementsRecord;
import java.math.BigInteger;
import java.util.List;

/** Ends of orders, as the settler writes them. */
final class Settlements {
  private Settlements() {}

  /** An order of a tenant has ended. */
  static SettlementsRecord settled(String tenant, byte[] orderId, boolean isFailed, long atMs) {
    return new SettlementsRecord(
        new OrderSettled(
            AvroValues.hash32(orderId),
            tenant,
            AvroValues.address20(new byte[20]),
            AvroValues.address20(new byte[20]),
            isFailed ? 2 : 1,
            1,
            1,
            AvroValues.uint256(BigInteger.ZERO),
            List.of(),
            AvroValues.uint256(BigInteger.TEN),
            AvroValues.uint256(BigInteger.ONE),
            atMs));
  }
}
