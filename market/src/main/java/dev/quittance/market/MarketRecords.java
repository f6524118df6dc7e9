package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.domain.CitedReceipt;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketOrder.End;
import dev.quittance.market.domain.MarketOrder.Origin;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.Values;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.Entry;
import dev.quittance.receipts.log.EntryKind;
import dev.quittance.receipts.log.Reason;
import dev.quittance.schemas.EpochTopics;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.MarketEventsRecord;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import dev.quittance.schemas.avro.SettlementsRecord;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the raw records of the topology's inputs say about foreign orders. Not thread-safe. */
final class MarketRecords {
  private final MarketTopology.Knowledge knowledge;
  private final Values<OrderRequestsRecord> requests;
  private final Values<SettlementsRecord> settlements;
  private final Values<MarketEventsRecord> events;

  /** Buyers of our own tenants, as of an offset of the catalogue. */
  private Set<String> ownBuyers = Set.of();

  private long ownBuyersOffset = -1;

  MarketRecords(RecordSerdes serdes, MarketTopology.Knowledge knowledge) {
    this.knowledge = knowledge;
    this.requests = new Values<>(serdes, Topics.ORDER_REQUESTS);
    this.settlements = new Values<>(serdes, Topics.SETTLEMENTS);
    this.events = new Values<>(serdes, Topics.MARKET_EVENTS);
  }

  /** Something that was said about an order. */
  sealed interface Said {
    /** Its id. */
    Bytes32 orderId();
  }

  /** It was brought in. */
  record Requested(Bytes32 orderId, Origin origin) implements Said {}

  /** A receipt of it is in the log. */
  record Receipted(Bytes32 orderId, CitedReceipt receipt, boolean isForeign) implements Said {}

  /** It has ended. */
  record Settled(Bytes32 orderId, End end, boolean isForeign) implements Said {}

  /** Its marketplace or an operator said something. */
  record Noted(Bytes32 orderId, String market, EventKind kind) implements Said {}

  /** What a record says; empty for nothing that matters here. */
  Optional<Said> read(String topic, int partition, long offset, long appendTimeMs, byte[] value) {
    if (topic.equals(Topics.ORDER_REQUESTS.name())) {
      return request(value);
    }
    if (EpochTopics.isReceipts(topic)) {
      return receipt(partition, offset, appendTimeMs, value);
    }
    return topic.equals(Topics.SETTLEMENTS.name()) ? settlement(value) : event(value);
  }

  private Optional<Said> request(byte[] value) {
    return requests
        .read(value)
        .flatMap(record -> Optional.ofNullable(record.getBody()))
        .filter(submitted -> !submitted.getSource().equals(MarketTopology.OWN_SOURCE))
        .map(submitted ->
            new Requested(
                Bytes32.wrap(submitted.getOrderId().bytes()),
                new Origin(submitted.getSource(), submitted.getSourceId(), submitted.getTenant())));
  }

  private Optional<Said> receipt(int partition, long offset, long appendTimeMs, byte[] value) {
    return knowledge
        .codec()
        .receipt(value)
        .map(signed -> {
          Receipt receipt = signed.receipt();
          Entry entry =
              new Entry(
                  EntryKind.ACCEPTED,
                  Reason.NONE,
                  partition,
                  offset,
                  appendTimeMs,
                  Sha256.hash(Bytes.wrap(value)),
                  ReceiptDigest.of(knowledge.domain(), receipt));
          return new Receipted(
              receipt.orderId(),
              new CitedReceipt(
                  receipt.stepId(),
                  receipt.outputHash(),
                  entry.leafHash(),
                  receipt.agent(),
                  receipt.completedAt(),
                  offset),
              isForeign(receipt.buyer()));
        });
  }

  private Optional<Said> settlement(byte[] value) {
    return settlements
        .read(value)
        .flatMap(record -> Optional.ofNullable(record.getBody()))
        .map(settled ->
            new Settled(
                Bytes32.wrap(settled.getOrderId().bytes()),
                new End(settled.getVerdict(), settled.getSteps()),
                isForeign(Address.wrap(settled.getBuyer().bytes()))));
  }

  private Optional<Said> event(byte[] value) {
    return events
        .read(value)
        .flatMap(MarketMapping::event)
        .map(event ->
            new Noted(Bytes32.wrap(event.orderId().bytes()), event.market(), event.kind()));
  }

  /**
   * Whether a buyer may stand for a marketplace: all do but those of our own tenants. A tenant that
   * the catalogue does not show yet may be a marketplace's, whose orders must not be passed by.
   */
  private boolean isForeign(Address buyer) {
    Catalogue catalogue = knowledge.catalogue().get();
    if (catalogue.policiesOffset() != ownBuyersOffset) {
      ownBuyers = buyers(catalogue, id -> !knowledge.tenants().contains(id));
      ownBuyers.removeAll(buyers(catalogue, knowledge.tenants()::contains));
      ownBuyersOffset = catalogue.policiesOffset();
    }
    return !ownBuyers.contains(buyer.toString().toLowerCase(Locale.ROOT));
  }

  private static Set<String> buyers(Catalogue catalogue, Predicate<String> isWanted) {
    return catalogue.tenants().values().stream()
        .map(Hashed::document)
        .filter(tenant -> isWanted.test(tenant.id()))
        .map(Tenant::buyer)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
