package dev.quittance.settler.payout;

import dev.quittance.platform.chain.AnchorView;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.chain.outbox.Outbox;
import dev.quittance.platform.chain.outbox.OutboxLoop;
import dev.quittance.platform.chain.outbox.OutboxWork;
import dev.quittance.platform.chain.outbox.SettledThrough;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Pays what anchored periods credit: {@code settlement-rows} of each period that is final in {@code
 * anchor-status} → claims against the PayoutVault contract → {@code payouts}.
 *
 * <p>Claims are cumulative, so paying a period twice pays nothing twice. What the vault could not
 * cover is tried again, later and later. Of several processes one leads and the others stand by, as
 * with the anchor client. One thread of its own.
 */
public final class PayoutClient implements RunningStage {
  /** Its name, also in its transactional id. */
  public static final String NAME = "payout-client";

  /** What it reads and writes. */
  public static final StageAccess ACCESS =
      StageAccess.none()
          .following(Topics.ANCHOR_STATUS, Topics.SETTLEMENT_ROWS, Topics.PAYOUTS)
          .appending(Topics.PAYOUTS)
          .inTransactionsOf(NAME);

  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final SettledThrough paid = new SettledThrough();
  private final StageContext context;
  private final OutboxLoop<Batch> loop;

  private PayoutClient(StageContext context) {
    ChainEndpoint chain = context.chain();
    TransactionSigner signer = new TransactionSigner(context.keys().payer(), chain.chainId());
    this.context = context;
    this.loop =
        OutboxLoop.start(
            new OutboxLoop.Settings(NAME, chain, signer, Outbox.Limits.DEFAULT, INTERVAL),
            Leadership.join(
                context.kafka(),
                context.streams().applicationId(NAME),
                context.streams().instanceId(),
                Topics.SETTLEMENT_ROWS.name()),
            this::open,
            context.onFailure());
  }

  /** Starts it; the chain and the brokers need not answer yet. */
  public static PayoutClient start(StageContext context) {
    return new PayoutClient(context);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Whether it has read its journal back and reaches the chain. */
  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  /** The last period that is paid in full and for good, as are all before it. */
  public OptionalLong paidThrough() {
    return paid.last();
  }

  @Override
  public void close() {
    loop.close();
  }

  private OutboxWork<Batch> open(ChainRpc rpc, BooleanSupplier isStopping) {
    PayoutTopics topics =
        new PayoutTopics(
            context.kafka(),
            context.serdes(),
            context.streams().applicationId(NAME),
            context.line().lanes(),
            paid,
            isStopping);
    return new PayoutWork(
        new AnchorView(rpc, context.chain().anchor()),
        new VaultView(rpc, context.chain().vault()),
        topics,
        InstantSource.system());
  }
}
