package dev.quittance.market.agentl2.deliver;

import dev.quittance.market.MarketContext;
import dev.quittance.market.MarketStage;
import dev.quittance.market.agentl2.AgentL2Settings;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.chain.outbox.Outbox;
import dev.quittance.platform.chain.outbox.OutboxLoop;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.Topics;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;

/**
 * Sends one seller's completions: {@code deliveries} → {@code completeOrder} → {@code
 * market-transactions}. A key has one sender, however many processes there are.
 */
public final class CompletionSender {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** A block holds hundreds of completions; nodes keep so many of one key without complaint. */
  private static final Outbox.Limits LIMITS =
      new Outbox.Limits(64, 5, 12, BigInteger.valueOf(1_000_000_000_000L));

  private CompletionSender() {}

  /** Starts a seller's sender; the chain and the brokers need not answer yet. */
  public static RunningStage start(
      AgentL2Settings settings, Signer seller, Results results, MarketContext context) {
    String name =
        MarketStage.PREFIX
            + settings.name()
            + "-"
            + seller.address().toString().toLowerCase(Locale.ROOT);
    String id = context.stage().streams().applicationId(name);
    ChainEndpoint chain =
        new ChainEndpoint(
            settings.rpc(),
            dev.quittance.platform.chain.ChainRpc.DEFAULT_CONFIRMATIONS,
            settings.chainId(),
            Address.ZERO,
            Address.ZERO);
    return OutboxLoop.<Hash32>start(
        new OutboxLoop.Settings(
            name, chain, new TransactionSigner(seller, settings.chainId()), LIMITS, INTERVAL),
        Leadership.join(
            context.stage().kafka(),
            id,
            context.stage().streams().instanceId(),
            Topics.MARKET_TRANSACTIONS.name()),
        (rpc, isStopping) ->
            new CompletionWork(
                rpc,
                settings.marketplace(),
                new CompletionTopics(
                    context.stage().kafka(),
                    context.stage().serdes(),
                    id,
                    settings.name(),
                    seller.address(),
                    isStopping),
                results,
                new Registrations(
                    rpc, settings.registry(), seller.address(), settings.registrations()),
                context.clock()),
        context.stage().onFailure());
  }
}
