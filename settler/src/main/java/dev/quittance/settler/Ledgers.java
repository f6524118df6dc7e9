package dev.quittance.settler;

import dev.quittance.platform.metrics.StageObserver;
import dev.quittance.schemas.avro.SettlementsRecord;
import dev.quittance.settler.avro.LedgerCodec;
import dev.quittance.settler.avro.SettlementMapping;
import dev.quittance.settler.domain.OrderLedger;
import dev.quittance.settler.domain.Settlement;
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
      case Settling.Decision.Settle(Settlement settlement) -> {
        store.put(orderId, LedgerCodec.encode(OrderLedger.CLOSED));
        forward(record, orderId, settlement);
        meters.settled(settlement);
      }
      case Settling.Decision.State(Settlement settlement) -> forward(record, orderId, settlement);
      case Settling.Decision.Ignore(String reason) ->
          LOG.atWarn().addKeyValue("reason", reason).log("a record settles nothing");
    }
  }

  private void forward(Record<byte[], ?> record, byte[] orderId, Settlement settlement) {
    context.forward(
        new Record<>(
            orderId,
            SettlementMapping.record(orderId, settlement),
            record.timestamp(),
            record.headers()),
        SettlerTopology.SETTLEMENTS);
  }
}
