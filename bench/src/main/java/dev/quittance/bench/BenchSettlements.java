package dev.quittance.bench;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.SettlementsRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;

/** Ends of orders, each an event that webhooks are told of. */
final class BenchSettlements {
  private static final byte[] NOBODY = new byte[20];

  /** How an order ended, and so which event it is. */
  enum End {
    /** {@code order_completed}. */
    COMPLETED(1),
    /** {@code error}. */
    FAILED(2);

    private final int status;

    End(int status) {
      this.status = status;
    }
  }

  private final Serializer<SettlementsRecord> serializer;

  BenchSettlements(RecordSerdes serdes) {
    this.serializer = serdes.of(Topics.SETTLEMENTS).serializer();
  }

  /** So many; {@code phase} makes their orders unique. */
  List<PreparedRecord> settlements(String phase, End end, int count) {
    List<PreparedRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] orderId = Hash32.sha256((phase + "-" + i).getBytes(StandardCharsets.UTF_8)).bytes();
      records.add(
          new PreparedRecord(
              orderId,
              serializer.serialize(
                  Topics.SETTLEMENTS.name(), new SettlementsRecord(settled(orderId, end)))));
    }
    return records;
  }

  private static OrderSettled settled(byte[] orderId, End end) {
    return new OrderSettled(
        AvroValues.hash32(orderId),
        BenchCatalogue.TENANT,
        AvroValues.address20(NOBODY),
        AvroValues.address20(NOBODY),
        end.status,
        1,
        1,
        AvroValues.uint256(BigInteger.ZERO),
        List.of(),
        AvroValues.uint256(BigInteger.TEN),
        AvroValues.uint256(BigInteger.ONE),
        System.currentTimeMillis());
  }
}
