package dev.quittance.schemas;

import dev.quittance.schemas.Topic.Retention;
import dev.quittance.schemas.Topic.Spread;
import dev.quittance.schemas.avro.AcknowledgementsRecord;
import dev.quittance.schemas.avro.AdmissionsRecord;
import dev.quittance.schemas.avro.AgentsRecord;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import dev.quittance.schemas.avro.AnchorsRecord;
import dev.quittance.schemas.avro.DayCapRequestsRecord;
import dev.quittance.schemas.avro.DeliveriesRecord;
import dev.quittance.schemas.avro.DeliveryOutcomesRecord;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.ForeignReceiptsRecord;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.LogInterimHeadsRecord;
import dev.quittance.schemas.avro.LogRulesRecord;
import dev.quittance.schemas.avro.LogTilesRecord;
import dev.quittance.schemas.avro.MarketCursorsRecord;
import dev.quittance.schemas.avro.MarketEventsRecord;
import dev.quittance.schemas.avro.MarketTransactionsRecord;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import dev.quittance.schemas.avro.OrdersRecord;
import dev.quittance.schemas.avro.PayloadsRecord;
import dev.quittance.schemas.avro.PayoutsRecord;
import dev.quittance.schemas.avro.PeriodScheduleRecord;
import dev.quittance.schemas.avro.PlansRecord;
import dev.quittance.schemas.avro.PoliciesRecord;
import dev.quittance.schemas.avro.PostingsRecord;
import dev.quittance.schemas.avro.ReceiptDetailsRecord;
import dev.quittance.schemas.avro.ReceiptsRecord;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import dev.quittance.schemas.avro.SettlementsRecord;
import dev.quittance.schemas.avro.SigningRequestsRecord;
import dev.quittance.schemas.avro.TasksRecord;
import dev.quittance.schemas.avro.WebhookAttemptsRecord;
import dev.quittance.schemas.avro.WebhookDispatchesRecord;
import dev.quittance.schemas.avro.WebhookEndpointsRecord;
import dev.quittance.schemas.avro.WebhookInboxRecord;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The topic catalogue, in the order in which an order passes through it. */
public final class Topics {
  private Topics() {}

  public static final Topic<OrderRequestsRecord> ORDER_REQUESTS =
      inbox("order-requests", OrderRequestsRecord.class, Retention.THIRTY_DAYS);

  /** What the gateway promised for each request, as the intake finds it again. */
  public static final Topic<AcknowledgementsRecord> ACKNOWLEDGEMENTS =
      new Topic<>(
          "acknowledgements", AcknowledgementsRecord.class, Spread.LANES, Retention.FOREVER, false);

  public static final Topic<OrdersRecord> ORDERS =
      inbox("orders", OrdersRecord.class, Retention.FOREVER);

  public static final Topic<DayCapRequestsRecord> DAY_CAP_REQUESTS =
      inbox("day-cap-requests", DayCapRequestsRecord.class, Retention.THIRTY_DAYS);

  public static final Topic<PlansRecord> PLANS =
      inbox("plans", PlansRecord.class, Retention.FOREVER);

  /** One partition: one decider sees every limit at once. */
  public static final Topic<AdmissionsRecord> ADMISSIONS =
      new Topic<>("admissions", AdmissionsRecord.class, Spread.SINGLE, Retention.THIRTY_DAYS, true);

  public static final Topic<TasksRecord> TASKS =
      inbox("tasks", TasksRecord.class, Retention.THIRTY_DAYS);

  public static final Topic<ResultsRecord> RESULTS =
      inbox("results", ResultsRecord.class, Retention.THIRTY_DAYS);

  public static final Topic<ExecutionsRecord> EXECUTIONS =
      inbox("executions", ExecutionsRecord.class, Retention.FOREVER);

  /** Payloads that are small enough to pass as records; larger ones are in the blob store. */
  public static final Topic<PayloadsRecord> PAYLOADS =
      new Topic<>("payloads", PayloadsRecord.class, Spread.LANES, Retention.COMPACTED, false);

  /** Numbered receipts that wait for a remote signer; empty where every key is local. */
  public static final Topic<SigningRequestsRecord> SIGNING_REQUESTS =
      new Topic<>(
          "signing-requests",
          SigningRequestsRecord.class,
          Spread.LANES,
          Retention.THIRTY_DAYS,
          false);

  /** The receipt log: every record of it becomes a leaf, whatever it holds. */
  public static final Topic<ReceiptsRecord> RECEIPTS =
      new Topic<>("receipts", ReceiptsRecord.class, Spread.LANES, Retention.FOREVER, false);

  /** What receipts commit to by salted fields; erasable, while the receipts stay provable. */
  public static final Topic<ReceiptDetailsRecord> RECEIPT_DETAILS =
      new Topic<>(
          "receipt-details", ReceiptDetailsRecord.class, Spread.LANES, Retention.COMPACTED, false);

  /** As many partitions as the log, each with the tiles of its own. */
  public static final Topic<LogTilesRecord> LOG_TILES =
      new Topic<>("log-tiles", LogTilesRecord.class, Spread.LANES, Retention.FOREVER, false);

  public static final Topic<PostingsRecord> POSTINGS =
      new Topic<>("postings", PostingsRecord.class, Spread.LANES, Retention.THIRTY_DAYS, false);

  public static final Topic<SettlementsRecord> SETTLEMENTS =
      new Topic<>("settlements", SettlementsRecord.class, Spread.LANES, Retention.FOREVER, false);

  public static final Topic<AgentsRecord> AGENTS = single("agents", AgentsRecord.class);
  public static final Topic<PoliciesRecord> POLICIES = single("policies", PoliciesRecord.class);
  public static final Topic<LogRulesRecord> LOG_RULES = single("log-rules", LogRulesRecord.class);

  public static final Topic<PeriodScheduleRecord> PERIOD_SCHEDULE =
      single("period-schedule", PeriodScheduleRecord.class);

  public static final Topic<LogHeadsRecord> LOG_HEADS = single("log-heads", LogHeadsRecord.class);

  public static final Topic<LogInterimHeadsRecord> LOG_INTERIM_HEADS =
      single("log-interim-heads", LogInterimHeadsRecord.class);

  public static final Topic<SettlementRowsRecord> SETTLEMENT_ROWS =
      single("settlement-rows", SettlementRowsRecord.class);

  public static final Topic<AnchorsRecord> ANCHORS = single("anchors", AnchorsRecord.class);

  public static final Topic<AnchorStatusRecord> ANCHOR_STATUS =
      single("anchor-status", AnchorStatusRecord.class);

  public static final Topic<PayoutsRecord> PAYOUTS = single("payouts", PayoutsRecord.class);

  /** What foreign marketplaces say about orders that came from them. */
  public static final Topic<MarketEventsRecord> MARKET_EVENTS =
      new Topic<>(
          "market-events", MarketEventsRecord.class, Spread.LANES, Retention.FOREVER, false);

  public static final Topic<DeliveriesRecord> DELIVERIES =
      new Topic<>("deliveries", DeliveriesRecord.class, Spread.LANES, Retention.FOREVER, false);

  public static final Topic<DeliveryOutcomesRecord> DELIVERY_OUTCOMES =
      new Topic<>(
          "delivery-outcomes",
          DeliveryOutcomesRecord.class,
          Spread.LANES,
          Retention.FOREVER,
          false);

  /** Where followers of foreign marketplaces stand, in the transaction of what they brought in. */
  public static final Topic<MarketCursorsRecord> MARKET_CURSORS =
      new Topic<>(
          "market-cursors", MarketCursorsRecord.class, Spread.SINGLE, Retention.COMPACTED, false);

  public static final Topic<MarketTransactionsRecord> MARKET_TRANSACTIONS =
      single("market-transactions", MarketTransactionsRecord.class);

  /** One partition: the order of arrival is the order of the leaves in foreign trees. */
  public static final Topic<ForeignReceiptsRecord> FOREIGN_RECEIPTS =
      single("foreign-receipts", ForeignReceiptsRecord.class);

  /** What webhook endpoints are told, and what their tenants ask of them; keyed by endpoint. */
  public static final Topic<WebhookInboxRecord> WEBHOOK_INBOX =
      new Topic<>(
          "webhook-inbox", WebhookInboxRecord.class, Spread.LANES, Retention.THIRTY_DAYS, false);

  /** The endpoints as they are now; one partition, for every process reads them all. */
  public static final Topic<WebhookEndpointsRecord> WEBHOOK_ENDPOINTS =
      new Topic<>(
          "webhook-endpoints",
          WebhookEndpointsRecord.class,
          Spread.SINGLE,
          Retention.COMPACTED,
          false);

  /** Attempts that are to be made; keyed by endpoint. */
  public static final Topic<WebhookDispatchesRecord> WEBHOOK_DISPATCHES =
      new Topic<>(
          "webhook-dispatches",
          WebhookDispatchesRecord.class,
          Spread.LANES,
          Retention.THIRTY_DAYS,
          false);

  /** What became of attempts; keyed by endpoint. */
  public static final Topic<WebhookAttemptsRecord> WEBHOOK_ATTEMPTS =
      new Topic<>(
          "webhook-attempts",
          WebhookAttemptsRecord.class,
          Spread.LANES,
          Retention.THIRTY_DAYS,
          false);

  private static final Set<String> KEYED_BY_ORDER =
      Set.of(
          ORDER_REQUESTS.name(),
          ACKNOWLEDGEMENTS.name(),
          ORDERS.name(),
          PLANS.name(),
          TASKS.name(),
          RESULTS.name(),
          EXECUTIONS.name(),
          SIGNING_REQUESTS.name(),
          RECEIPTS.name(),
          SETTLEMENTS.name(),
          MARKET_EVENTS.name(),
          DELIVERIES.name(),
          DELIVERY_OUTCOMES.name());

  /** Every topic of the line. */
  public static List<Topic<?>> all() {
    return List.of(
        ORDER_REQUESTS,
        ACKNOWLEDGEMENTS,
        ORDERS,
        DAY_CAP_REQUESTS,
        PLANS,
        ADMISSIONS,
        TASKS,
        RESULTS,
        EXECUTIONS,
        PAYLOADS,
        SIGNING_REQUESTS,
        RECEIPTS,
        RECEIPT_DETAILS,
        LOG_TILES,
        POSTINGS,
        SETTLEMENTS,
        AGENTS,
        POLICIES,
        LOG_RULES,
        PERIOD_SCHEDULE,
        LOG_HEADS,
        LOG_INTERIM_HEADS,
        SETTLEMENT_ROWS,
        ANCHORS,
        ANCHOR_STATUS,
        PAYOUTS,
        MARKET_EVENTS,
        DELIVERIES,
        DELIVERY_OUTCOMES,
        MARKET_CURSORS,
        MARKET_TRANSACTIONS,
        FOREIGN_RECEIPTS,
        WEBHOOK_INBOX,
        WEBHOOK_ENDPOINTS,
        WEBHOOK_DISPATCHES,
        WEBHOOK_ATTEMPTS);
  }

  /**
   * Topics that have a topic for dead letters: the inboxes of stages, and the log, since a receipt
   * that is a leaf can still crash the settler.
   */
  public static List<Topic<?>> withDeadLetters() {
    return all().stream().filter(topic -> topic.deadLetters() || topic.equals(RECEIPTS)).toList();
  }

  /**
   * Topics that the settler reads beside the stage that carries orders on. They have a topic of
   * their own for what is redriven to the settler.
   */
  public static List<Topic<?>> withRedrive() {
    return List.of(PLANS, RECEIPTS);
  }

  /** Whether the keys of a topic are order ids. */
  public static boolean isKeyedByOrder(String name) {
    return KEYED_BY_ORDER.contains(name) || EpochTopics.isReceipts(name);
  }

  private static <V extends SpecificRecord> Topic<V> inbox(
      String name, Class<V> type, Retention retention) {
    return new Topic<>(name, type, Spread.LANES, retention, true);
  }

  private static <V extends SpecificRecord> Topic<V> single(String name, Class<V> type) {
    return new Topic<>(name, type, Spread.SINGLE, Retention.FOREVER, false);
  }
}
