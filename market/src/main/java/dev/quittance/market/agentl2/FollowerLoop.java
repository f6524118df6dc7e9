package dev.quittance.market.agentl2;

import dev.quittance.market.MarketContext;
import dev.quittance.market.MarketMeters;
import dev.quittance.market.MarketStage;
import dev.quittance.market.agentl2.chain.RpcMarketChain;
import dev.quittance.market.agentl2.chain.ServiceBook;
import dev.quittance.market.agentl2.follow.FollowerRounds;
import dev.quittance.market.agentl2.input.CursorJournal;
import dev.quittance.market.agentl2.input.CursorRecords;
import dev.quittance.market.agentl2.input.CursorTopic;
import dev.quittance.market.agentl2.input.LineOrder;
import dev.quittance.market.agentl2.input.LineOrderDesk;
import dev.quittance.market.agentl2.input.Payloads;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a marketplace: of several processes one does, and the others stand by. A chain or a
 * broker that can't be reached is waited for. One thread of its own.
 */
final class FollowerLoop implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(FollowerLoop.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final int BATCH = 500;

  private final AgentL2Settings settings;
  private final MarketContext context;
  private final String name;
  private final PartLoop loop;
  private volatile double lagBlocks = Double.NaN;

  private FollowerLoop(AgentL2Settings settings, MarketContext context) {
    this.settings = settings;
    this.context = context;
    this.name = MarketStage.PREFIX + settings.name() + "-follower";
    new MarketMeters(context.stage().meters(), settings.name()).showFollowerLag(() -> lagBlocks);
    this.loop =
        PartLoop.start(
            new PartLoop.Settings(name, "it reads its cursor back", CLOSE_TIMEOUT),
            Leadership.join(
                context.stage().kafka(),
                context.stage().streams().applicationId(name),
                context.stage().streams().instanceId(),
                Topics.MARKET_CURSORS.name()),
            this::follow,
            context.stage().onFailure());
  }

  static FollowerLoop start(AgentL2Settings settings, MarketContext context) {
    return new FollowerLoop(settings, context);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  @Override
  public void close() {
    loop.close();
  }

  private void follow(PartLoop part) {
    try (ChainRpc rpc = ChainRpc.at(settings.rpc(), ChainRpc.DEFAULT_CONFIRMATIONS);
        Payloads payloads =
            new Payloads(
                settings.ipfsGateway(), settings.allowPrivateAddresses(), context.clock());
        CursorJournal journal =
            new CursorJournal(
                context,
                settings.tenant(),
                new CursorRecords(settings.name()),
                context.stage().streams().applicationId(name),
                settings.fromBlock())) {
      rounds(part, rpc, rounds(rpc, payloads, journal));
    } finally {
      lagBlocks = Double.NaN;
    }
  }

  private FollowerRounds<LineOrder> rounds(ChainRpc rpc, Payloads payloads, CursorJournal journal) {
    CursorTopic topic = journal.topic();
    return new FollowerRounds<>(
        new FollowerRounds.Rules(
            settings.sellers(),
            settings.fromBlock(),
            settings.confirmations(),
            settings.reorgDepth(),
            settings.logWindow(),
            BATCH,
            settings.deadlineMargin().toMillis()),
        topic.ask(book -> book.position()),
        new RpcMarketChain(rpc, settings.marketplace()),
        journal,
        new LineOrderDesk(
            settings,
            topic,
            new ServiceBook(rpc, settings.registry()),
            payloads,
            context.stage().blobs(),
            context.stage().catalogue()::snapshot,
            context.clock()),
        context.clock());
  }

  private void rounds(PartLoop part, ChainRpc rpc, FollowerRounds<LineOrder> rounds) {
    int failures = 0;
    while (part.isAtWork()) {
      try {
        requireChain(rpc);
        rounds.run();
        lagBlocks = rounds.lagBlocks();
        if (failures > 0) {
          LOG.atInfo().addKeyValue("part", name).log("the chain is there again");
        }
        failures = 0;
        part.ready();
        part.pause(settings.poll());
      } catch (IOException e) {
        lagBlocks = rounds.lagBlocks();
        if (failures == 0) {
          LOG.atWarn().addKeyValue("part", name).setCause(e).log("can't follow; it tries again");
        }
        part.notReady("it can't follow the chain: " + e.getMessage());
        Duration pause = settings.poll().multipliedBy(1L << Math.min(failures, 6));
        part.pause(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        failures++;
      }
    }
  }

  private void requireChain(ChainRpc rpc) throws IOException {
    long chainId = rpc.chainId();
    if (chainId != settings.chainId()) {
      String asked = rpc.endpoint();
      rpc.askNext();
      throw new IOException(
          "the chain at %s is chain %d, not %d".formatted(asked, chainId, settings.chainId()));
    }
  }
}
