package dev.quittance.settler;

import dev.quittance.platform.metrics.StageObserver;
import dev.quittance.schemas.avro.SettlementsRecord;
import dev.quittance.settler.avro.LedgerCodec;
import dev.quittance.settler.avro.SettlementMapping;
import dev.quittance.settler.domain.OrderLedger;
import dev.quittance.settler.domain.Settling;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledgers of a task, and carrying out what was decided about one. */
final class Ledgers {
  private static final Logger LOG = LoggerFactory.getLogger(Ledgers.class);

  private final ProcessorContext<byte[], SettlementsRecord> context;
  private final KeyValueStore<byte[], byte[]> store;
  private final SettlementMeters meters;

  Ledgers(ProcessorContext<byte[], SettlementsRecord> context) {
    this.context = context;
    this.store = context.getStateStore(SettlerTopology.LEDGERS);
    this.meters = new SettlementMeters(StageObserver.of(context.appConfigs()).meters());
  }

  OrderLedger of(byte[] orderId) {
    byte[] stored = store.get(orderId);
    return stored == null ? OrderLedger.EMPTY : LedgerCodec.decode(stored);
  }

  void carryOut(Record<byte[], ?> record, byte[] orderId, Settling.Decision decision) {
    switch (decision) {
      case Settling.Decision.Wait(OrderLedger ledger) ->
          store.put(orderId, LedgerCodec.encode(ledger));
      case Settling.Decision.Settle settle -> {
        store.delete(orderId);
        context.forward(
            new Record<>(
                orderId,
                SettlementMapping.record(orderId, settle.settlement()),
                record.timestamp(),
                record.headers()));
        meters.settled(settle.settlement());
      }
      case Settling.Decision.Ignore(String reason) ->
          LOG.atWarn().addKeyValue("reason", reason).log("a record settles nothing");
    }
  }
}
