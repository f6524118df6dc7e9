package dev.quittance.market.agentl2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.market.RunningMarket;
import dev.quittance.market.agentl2.follow.MarketLog;
import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.market.agentl2.standin.AgentL2Devnet;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveryOutcome;
import dev.quittance.schemas.avro.MarketTransactionFinal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The market stage against AgentL2's contracts on a devnet: what it takes in, and completes. */
final class AgentL2MarketplaceIT {
  private static final Logger LOG = LoggerFactory.getLogger(AgentL2MarketplaceIT.class);
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String STRANGER = "0x976ea74026e726554db657fa54763abd0c3a0aa9";
  private static final String BUYER = AgentL2Devnet.BUYERS.getFirst();

  /** A reorg takes the time back too: the next order of the same buyer would have the same id. */
  private static final String UNLUCKY = AgentL2Devnet.BUYERS.getLast();

  @TempDir static Path directory;
  private static AgentL2Line line;
  private static Bytes32 service;

  @BeforeAll
  static void start() throws Exception {
    line = new AgentL2Line(directory);
    service = line.devnet.service(line.seller().address().toString(), "text", "no uri");
  }

  @AfterAll
  static void stop() {
    line.close();
  }

  private static Bytes32 order(long seconds) throws Exception {
    return order(BUYER, seconds);
  }

  private static Bytes32 order(String buyer, long seconds) throws Exception {
    String sent = line.devnet.order(buyer, service, 1, line.devnet.now() + seconds);
    return await()
        .atMost(PATIENCE)
        .until(() -> line.devnet.orderOf(sent), java.util.Optional::isPresent)
        .orElseThrow();
  }

  private static List<String> handedIn() {
    return line.handedIn().stream().map(AgentL2Line.Read::value).toList();
  }

  @Test
  void aThousandOrdersAreTakenOnceEachOverARestart() throws Exception {
    Bytes32 foreign = line.devnet.service(STRANGER, "text", "");
    long deadline = line.devnet.now() + 3_600;
    Set<Bytes32> before = line.devnet.created().keySet();
    RunningMarket market = line.start("one", Map.of("logWindow", 7));
    for (int i = 0; i < 1_100; i++) {
      String buyer = AgentL2Devnet.BUYERS.get(i % 4);
      line.devnet.order(buyer, i % 11 == 10 ? foreign : service, 1, deadline);
      if (i == 500) {
        market.close();
        market = line.start("one", Map.of("logWindow", 50));
      }
    }
    long sent = System.currentTimeMillis();
    await().atMost(PATIENCE).until(() -> line.devnet.created().size() == before.size() + 1_100);
    Set<String> ours =
        line.devnet.created().values().stream()
            .filter(log -> log.serviceId().equals(service) && !before.contains(log.orderId()))
            .map(log -> log.orderId().toString())
            .collect(Collectors.toSet());
    assertThat(ours).hasSize(1_000);
    await().atMost(PATIENCE).until(() -> handedIn().containsAll(ours));
    assertThat(handedIn().stream().filter(ours::contains)).hasSize(1_000);
    assertThat(handedIn()).doesNotHaveDuplicates();
    long slowest =
        line.handedIn().stream().mapToLong(AgentL2Line.Read::appendedMs).max().orElseThrow();
    LOG.info("1,000 orders: the last is in the line {} ms after the last was sent", slowest - sent);
    market.close();
    assertThat(line.failures).isEmpty();
  }

  @Test
  void sixtyFourCompletionsAtOnceAreSixtyFourOrdersCompleted() throws Exception {
    int count = 64;
    Set<Bytes32> before = line.devnet.created().keySet();
    for (int i = 0; i < count; i++) {
      line.devnet.order(AgentL2Devnet.BUYERS.get(i % 4), service, 1 + i, line.devnet.now() + 3_600);
    }
    await().atMost(PATIENCE).until(() -> line.devnet.created().size() == before.size() + count);
    List<Bytes32> orders = new ArrayList<>(line.devnet.created().keySet());
    orders.removeAll(before);
    String seller = line.seller().address().toString();
    BigInteger balance = line.devnet.balance(seller);
    BigInteger fees = line.devnet.marketplace.collectedFees().send();
    orders.forEach(order -> line.handOut(order, ("{\"of\":\"" + order + "\"}").getBytes(UTF_8)));
    long began = System.currentTimeMillis();
    try (RunningMarket _ = line.start("one", Map.of())) {
      await().atMost(PATIENCE).until(() -> delivered(orders) == count);
      LOG.info("64 completions are final after {} ms", System.currentTimeMillis() - began);
    }
    BigInteger earned = BigInteger.ZERO;
    BigInteger kept = BigInteger.ZERO;
    for (Bytes32 id : orders) {
      MarketOrder order = line.devnet.order(id);
      assertThat(order.status()).isEqualTo(MarketOrder.Status.COMPLETED);
      byte[] served = Files.readAllBytes(Path.of(URI.create(order.resultUri())));
      assertThat(Keccak256.hash(served).toBytes()).isEqualTo(order.resultHash());
      BigInteger fee =
          order.totalPrice().multiply(BigInteger.valueOf(250)).divide(BigInteger.valueOf(10_000));
      earned = earned.add(order.totalPrice()).subtract(fee);
      kept = kept.add(fee);
    }
    assertThat(
            line.devnet.logs().stream()
                .filter(log -> log instanceof MarketLog.Completed)
                .filter(log -> orders.contains(log.orderId())))
        .hasSize(count);
    assertThat(line.devnet.marketplace.collectedFees().send().subtract(fees)).isEqualTo(kept);
    assertThat(line.devnet.balance(seller))
        .isEqualTo(balance.add(earned).subtract(gasPaid(orders)));
  }

  private static BigInteger gasPaid(List<Bytes32> orders) throws Exception {
    BigInteger paid = BigInteger.ZERO;
    for (var read : line.read(Topics.MARKET_TRANSACTIONS)) {
      if (read.value().getBody() instanceof MarketTransactionFinal done
          && done.getTxHash() != null
          && isOf(done, orders)) {
        paid = paid.add(line.devnet.gasPaid(Bytes32.copyOf(done.getTxHash().bytes()).toString()));
      }
    }
    return paid;
  }

  private static boolean isOf(MarketTransactionFinal done, List<Bytes32> orders) {
    byte[] id = done.getOrderId().bytes();
    return orders.stream()
        .anyMatch(order ->
            java.util.Arrays.equals(
                id,
                dev.quittance.planning.document.Order.orderId(
                        AgentL2Line.TENANT, AgentL2Line.MARKET, order.toString())
                    .bytes()));
  }

  private static long delivered(List<Bytes32> orders) {
    Set<String> ids = orders.stream().map(Bytes32::toString).collect(Collectors.toSet());
    return line.outcomes().stream()
        .filter(outcome -> ids.contains(outcome.getSourceId()))
        .filter(outcome -> outcome.getStatus().equals("DELIVERED"))
        .map(DeliveryOutcome::getSourceId)
        .distinct()
        .count();
  }

  private static DeliveryOutcome outcome(Bytes32 order, String status) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                line.outcomes().stream()
                    .filter(outcome -> outcome.getSourceId().equals(order.toString()))
                    .filter(outcome -> outcome.getStatus().equals(status))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void whatAReorgTakesIsWithdrawnOrFlagged() throws Exception {
    try (RunningMarket market = line.start("one", Map.of("confirmations", 24))) {
      await().atMost(PATIENCE).until(market::isReady);
      Bytes32 unconfirmed = order(UNLUCKY, 3_600);
      await().atMost(PATIENCE).until(() -> line.events(unconfirmed).contains("SEEN"));
      line.devnet.reorganise(12);
      await().atMost(PATIENCE).until(() -> line.events(unconfirmed).contains("WITHDRAWN"));
      assertThat(handedIn()).doesNotContain(unconfirmed.toString());
    }
    try (RunningMarket market = line.start("one", Map.of("confirmations", 0))) {
      await().atMost(PATIENCE).until(market::isReady);
      Bytes32 started = order(UNLUCKY, 3_600);
      await().atMost(PATIENCE).until(() -> handedIn().contains(started.toString()));
      line.devnet.reorganise(16);
      await().atMost(PATIENCE).until(() -> line.events(started).contains("VANISHED"));
      long longAgoMs = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
      line.handOut(started, "of no use".getBytes(UTF_8), longAgoMs);
      assertThat(outcome(started, "HELD").getDetail()).contains("reorg");
    }
    assertThat(line.failures).isEmpty();
  }

  @Test
  void anExpiredOrderIsNeverBegunAndALateResultIsNotSent() throws Exception {
    Bytes32 expired = order(12);
    Bytes32 late = order(12);
    await()
        .atMost(PATIENCE)
        .until(() -> line.devnet.now() > line.devnet.order(late).deadline().longValue());
    line.handOut(late, "late".getBytes(UTF_8));
    try (RunningMarket _ = line.start("one", Map.of())) {
      await().atMost(PATIENCE).until(() -> line.events(expired).contains("EXPIRED"));
      assertThat(handedIn()).doesNotContain(expired.toString());
      assertThat(outcome(late, "REFUSED").getDetail()).contains("resolveDispute");
      assertThat(line.events(late)).contains("EXPIRED");
    }
    assertThat(line.devnet.order(late).status()).isEqualTo(MarketOrder.Status.PENDING);
  }

  @Test
  void aDisputedOrderIsHeldAndCompletedWhenItIsPendingAgain() throws Exception {
    Bytes32 cancelled = order(3_600);
    Bytes32 disputed = order(3_600);
    line.devnet.cancel(BUYER, cancelled);
    line.devnet.dispute(BUYER, disputed);
    await()
        .atMost(PATIENCE)
        .until(() -> line.devnet.order(disputed).status() == MarketOrder.Status.DISPUTED);
    line.handOut(disputed, "now".getBytes(UTF_8));
    line.handOut(cancelled, "never".getBytes(UTF_8));
    try (RunningMarket _ = line.start("one", Map.of())) {
      assertThat(outcome(disputed, "HELD").getDetail()).contains("disputes");
      assertThat(outcome(cancelled, "REFUSED").getDetail()).contains("cancelled");
      await().atMost(PATIENCE).until(() -> line.events(cancelled).contains("CANCELLED"));
      await().atMost(PATIENCE).until(() -> line.events(disputed).contains("DISPUTED"));
      assertThat(handedIn()).doesNotContain(cancelled.toString(), disputed.toString());
      line.devnet.marketplace.resolveDispute(disputed.toByteArray(), false).send();
      await().atMost(PATIENCE).until(() -> handedIn().contains(disputed.toString()));
      await()
          .atMost(PATIENCE)
          .until(() -> line.devnet.order(disputed).status() == MarketOrder.Status.COMPLETED);
      await().atMost(PATIENCE).until(() -> line.events(disputed).contains("COMPLETED"));
    }
    assertThat(line.failures).isEmpty();
  }
}
