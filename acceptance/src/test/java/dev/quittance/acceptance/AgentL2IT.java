package dev.quittance.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.quittance.acceptance.agentl2.Buyers;
import dev.quittance.acceptance.agentl2.ChainChecks;
import dev.quittance.acceptance.agentl2.Ledger;
import dev.quittance.acceptance.agentl2.Purchase;
import dev.quittance.acceptance.check.SaleChecks;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.market.agentl2.follow.MarketOrder.Status;
import dev.quittance.market.agentl2.standin.AgentL2Devnet;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Orders at AgentL2's contracts, with disputes, near deadlines and reorgs among them, while
 * processes of the line are killed: each that can be completed is, once, and everybody has what is
 * due to the wei.
 */
@Order(4)
@ExtendWith(SharedLine.class)
class AgentL2IT {
  private static final boolean IS_FULL = Boolean.getBoolean("quittance.full");
  private static final int ORDERS = IS_FULL ? 1_000 : 100;
  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(IS_FULL ? 120 : 250);
  private static final Duration FIRST_KILL = Duration.ofSeconds(5);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofMinutes(IS_FULL ? 15 : 6);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final List<String> VICTIMS = List.of("market", "settler", "ingest");

  /** Final is what has 40 blocks on top, 20 s: work is done and delivered long before. */
  private static final EmbeddedChain.Blocks BLOCKS =
      new EmbeddedChain.Blocks(AgentL2Devnet.BLOCK_TIME, 20);

  private static final int CONFIRMATIONS = 2;
  private static final List<Integer> REORGS = List.of(2, 9, 1, 14);
  private static final int ORDERS_BETWEEN_REORGS = IS_FULL ? 120 : 22;
  private static final long MARGIN_S = 8;
  private static final String NAME = "agentl2";
  private static final String STRANGER = "0x976ea74026e726554db657fa54763abd0c3a0aa9";

  /** The account below. */
  private static final int SELLER = 22;

  private static final String SELLERS =
      """
      agents:
        - id: critic
          name: Critic
          account: 22
          services:
            - {service: sentiment-analysis, executor: builtin/sentiment-analysis, price: "0", etaMs: 100}
      """;

  @Test
  void whatCanBeCompletedIsOnceAndTheMoneyIsRight(LineUnderTest line) throws Exception {
    HttpServer payloads = payloads();
    StageProcess market = line.process("market", LineUnderTest.FIRST);
    String settings = Files.readString(line.settingsFile());
    try (AgentL2Devnet devnet = new AgentL2Devnet(line.root().resolve("agentl2-chain"), BLOCKS)) {
      Address seller = line.keys().agent(SELLER).address();
      devnet.fund(seller);
      String payloadUrl = "http://127.0.0.1:" + payloads.getAddress().getPort() + "/";
      Bytes32 ours = devnet.service(seller.toString(), "Sentiment Analysis", payloadUrl);
      Bytes32 foreign = devnet.service(STRANGER, "Sentiment Analysis", payloadUrl);
      setUp(line, devnet, seller, market.url());
      List<String> accounts = new ArrayList<>(AgentL2Devnet.BUYERS);
      accounts.addAll(List.of(AgentL2Devnet.FEE_COLLECTOR, seller.toString()));
      ChainChecks chain = new ChainChecks(devnet, accounts);
      Buyers buyers =
          new Buyers(devnet, ours, foreign, MARGIN_S, market.url(), new Random(line.stub().seed()));
      Map<Bytes32, Address> sellers = Map.of(ours, seller, foreign, Address.fromHex(STRANGER));
      market.start();
      List<String> blows = trade(line, buyers);
      check(line, devnet, chain, buyers, sellers, blows);
    } finally {
      market.close();
      payloads.stop(0);
      Files.writeString(line.settingsFile(), settings);
    }
  }

  private static HttpServer payloads() throws IOException {
    byte[] payload = "{\"text\":\"A sturdy tent, and I love it.\"}".getBytes(UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        request -> {
          request.sendResponseHeaders(200, payload.length);
          request.getResponseBody().write(payload);
          request.close();
        });
    server.start();
    return server;
  }

  private static void setUp(
      LineUnderTest line, AgentL2Devnet devnet, Address seller, String marketUrl)
      throws IOException {
    Path settings = line.settingsFile();
    Path agents = Files.writeString(line.root().resolve("critic.yaml"), SELLERS);
    run("agents", "register", agents, "-c", settings);
    Object buyer = line.keys().buyer(2).address();
    run(
        "tenants",
        "add",
        NAME,
        "--name",
        "AgentL2",
        "--buyer",
        buyer,
        "--policy",
        "open",
        "-c",
        settings);
    Files.writeString(
        settings,
        """
        markets:
          %s:
            kind: agentl2
            tenant: agentl2
            rpc: %s
            chainId: %d
            registry: "%s"
            marketplace: "%s"
            sellers: ["%s"]
            confirmations: %d
            deadlineMarginMs: %d
            pollMs: 250
            allowPrivateAddresses: true
            resultBaseUrl: %s
        """
            .formatted(
                NAME,
                devnet.chain.rpcUrl(),
                EmbeddedChain.CHAIN_ID,
                devnet.registry.getContractAddress(),
                devnet.marketplace.getContractAddress(),
                seller,
                CONFIRMATIONS,
                MARGIN_S * 1000,
                marketUrl),
        StandardOpenOption.APPEND);
  }

  /** Lets people order while processes die and blocks are replaced; gives what happened. */
  private static List<String> trade(LineUnderTest line, Buyers buyers) throws Exception {
    List<String> blows = new ArrayList<>();
    long begun = System.nanoTime();
    long nextKill = begun + FIRST_KILL.toNanos();
    int kills = 0;
    int reorgs = 0;
    while (buyers.purchases().size() < ORDERS || kills < VICTIMS.size()) {
      int placed = buyers.purchases().size();
      if (placed < ORDERS) {
        buyers.order();
      }
      buyers.goOn();
      String victim = VICTIMS.get(kills % VICTIMS.size());
      if (System.nanoTime() >= nextKill && isKilled(line.process(victim, LineUnderTest.FIRST))) {
        kills++;
        nextKill = System.nanoTime() + BETWEEN_KILLS.toNanos();
        blows.add("%4d s: %s killed, %d orders".formatted(seconds(begun), victim, placed));
      }
      if (placed >= (reorgs + 1) * ORDERS_BETWEEN_REORGS && placed < ORDERS) {
        int depth = REORGS.get(reorgs++ % REORGS.size());
        int taken = buyers.reorganise(depth);
        blows.add(
            "%4d s: a reorg of %d blocks took %d orders".formatted(seconds(begun), depth, taken));
      }
      Waiting.pause(BETWEEN_ORDERS);
    }
    for (String victim : VICTIMS) {
      line.process(victim, LineUnderTest.FIRST).awaitReady();
    }
    blows.add("%4d s: all is ordered".formatted(seconds(begun)));
    return blows;
  }

  /** One that is not up, since it was killed or has not come up yet, is left to come up. */
  private static boolean isKilled(StageProcess process) {
    boolean isUp = process.isReady();
    if (isUp) {
      process.kill();
    }
    if (!process.isAlive()) {
      process.start();
    }
    return isUp;
  }

  private static void check(
      LineUnderTest line,
      AgentL2Devnet devnet,
      ChainChecks chain,
      Buyers buyers,
      Map<Bytes32, Address> sellers,
      List<String> blows)
      throws Exception {
    long begun = System.nanoTime();
    SaleChecks.Market market =
        new SaleChecks.Market(NAME, line.keys().agent(SELLER).address(), MARGIN_S, CONFIRMATIONS);
    Settling settling = new Settling(line, devnet, buyers, market);
    Waiting.until("orders to meet their fates", TIMEOUT, settling::isOver, settling::toString);
    blows.add("%4d s later all is settled".formatted(seconds(begun)));
    long to = devnet.view.latest().number();
    Ledger ledger = Ledger.read(devnet, sellers, chain.from(), to);
    SoftAssertions softly = new SoftAssertions();
    chain.check(softly, ledger, to);
    SaleChecks.of(line, market).check(softly, ledger, buyers.purchases(), buyers.vanished());
    softly.assertAll();
    Map<Object, Integer> ends = new TreeMap<>();
    ledger.sales().forEach(sale -> ends.merge(sale.state(), 1, Integer::sum));
    System.out.printf(
        "AgentL2IT, seed %d: %s, %d vanished, %d transactions refused%n  %s%n",
        line.stub().seed(),
        ends,
        buyers.vanished().size(),
        ledger.refused(),
        String.join("\n  ", blows));
  }

  /** Waits until nothing more is to happen. */
  private static final class Settling {
    private final LineUnderTest line;
    private final AgentL2Devnet devnet;
    private final Buyers buyers;
    private final SaleChecks.Market market;
    private final Set<Bytes32> open = new HashSet<>();
    private boolean isBegun;

    Settling(LineUnderTest line, AgentL2Devnet devnet, Buyers buyers, SaleChecks.Market market) {
      this.line = line;
      this.devnet = devnet;
      this.buyers = buyers;
      this.market = market;
    }

    boolean isOver() {
      try {
        Waiting.pause(BETWEEN_LOOKS);
        return buyers.goOn() && areSettled();
      } catch (Exception e) {
        throw new AssertionError("can't look", e);
      }
    }

    private boolean areSettled() {
      if (!isBegun) {
        isBegun = true;
        buyers.purchases().stream()
            .filter(purchase -> isForUs(purchase))
            .forEach(purchase -> open.add(purchase.orderId().orElseThrow()));
      }
      SaleChecks said = SaleChecks.of(line, market);
      open.removeIf(id -> said.isDelivered(id) || said.isGivenUp(id));
      return open.isEmpty();
    }

    private static boolean isForUs(Purchase purchase) {
      return switch (purchase.kind()) {
        case LIVE, WITH_INPUT, RESOLVED, EXPIRED, CLOSE -> true;
        case DISPUTED, REFUNDED, CANCELLED -> purchase.isLetBe();
        case FOREIGN -> false;
      };
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(open.size() + " are open:");
      for (Purchase purchase : buyers.purchases()) {
        if (purchase.orderId().filter(open::contains).isPresent()) {
          text.append("\n  ").append(purchase.kind()).append(' ').append(status(purchase));
        }
      }
      return text.toString();
    }

    private String status(Purchase purchase) {
      Bytes32 id = purchase.orderId().orElseThrow();
      try {
        Status status = devnet.order(id).status();
        return id + " is " + status;
      } catch (IOException e) {
        return id + ": " + e;
      }
    }
  }

  private static long seconds(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
  }

  private static void run(Object... arguments) {
    Cli.Outcome outcome = Cli.run(arguments);
    assertThat(outcome.exitCode()).as(outcome.out()).isZero();
  }
}
