package dev.quittance.acceptance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.acceptance.agentl2.Ledger;
import dev.quittance.acceptance.agentl2.Ledger.Sale;
import dev.quittance.acceptance.agentl2.Ledger.State;
import dev.quittance.acceptance.agentl2.Purchase;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.TopicReader.Entry;
import dev.quittance.planning.document.Order;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveryOutcome;
import dev.quittance.schemas.avro.MarketEvent;
import dev.quittance.schemas.avro.OrderSubmitted;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/** What the line did for the orders of an AgentL2 marketplace fits what became of them there. */
public final class SaleChecks {
  private final Market market;
  private final LineRecords records;
  private final List<String> handedIn;
  private final Map<String, List<String>> events;
  private final Map<String, List<DeliveryOutcome>> outcomes;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * A marketplace of the line.
   *
   * @param name the tenant's too
   * @param seller our agent there
   * @param marginSeconds how much time an order must have left to be begun
   * @param confirmations blocks on top of one whose orders are taken
   */
  public record Market(String name, Address seller, long marginSeconds, int confirmations) {
    boolean isOurs(Sale sale) {
      return sale.seller().equals(seller);
    }

    /** Whether it had too little time left from the beginning. */
    boolean isTooNear(Sale sale) {
      BigInteger left = sale.deadline().subtract(BigInteger.valueOf(sale.createdAt()));
      return left.compareTo(BigInteger.valueOf(marginSeconds)) <= 0;
    }
  }

  private SaleChecks(LineUnderTest line, Market market) {
    this.market = market;
    this.records = LineRecords.of(line);
    this.handedIn = handedIn(line, market);
    this.events =
        line.topics().read(Topics.MARKET_EVENTS).stream()
            .map(read -> Objects.requireNonNull(read.value().getBody()))
            .filter(event -> event.getMarket().equals(market.name()))
            .collect(
                Collectors.groupingBy(
                    MarketEvent::getSourceId,
                    Collectors.mapping(MarketEvent::getKind, Collectors.toList())));
    this.outcomes =
        line.topics().read(Topics.DELIVERY_OUTCOMES).stream()
            .map(read -> Objects.requireNonNull(read.value().getBody()))
            .filter(outcome -> outcome.getMarket().equals(market.name()))
            .collect(Collectors.groupingBy(DeliveryOutcome::getSourceId));
  }

  /** Reads what the line says now. */
  public static SaleChecks of(LineUnderTest line, Market market) {
    return new SaleChecks(line, market);
  }

  private static List<String> handedIn(LineUnderTest line, Market market) {
    return line.topics().read(Topics.ORDER_REQUESTS).stream()
        .map(read -> read.value().getBody())
        .filter(OrderSubmitted.class::isInstance)
        .map(OrderSubmitted.class::cast)
        .filter(order -> order.getSource().equals(market.name()))
        .map(OrderSubmitted::getSourceId)
        .toList();
  }

  /**
   * Whether the line knows that it delivered the result of an order, and the completion is seen.
   */
  public boolean isDelivered(Bytes32 order) {
    return isOutcome(order, "DELIVERED") && said(order).contains("COMPLETED");
  }

  /** Whether it is known that nothing is delivered for an order any more. */
  public boolean isGivenUp(Bytes32 order) {
    return said(order).contains("EXPIRED")
        || isOutcome(order, "REFUSED")
        || isOutcome(order, "FAILED");
  }

  /** Compares all of it with the ledger. */
  public void check(
      SoftAssertions softly, Ledger ledger, List<Purchase> purchases, List<Bytes32> vanished)
      throws IOException, InterruptedException {
    softly.assertThat(handedIn).as("orders handed in, each once").doesNotHaveDuplicates();
    Set<Bytes32> sold = ledger.sales().stream().map(Sale::orderId).collect(Collectors.toSet());
    softly
        .assertThat(purchases)
        .extracting(purchase -> purchase.orderId().orElseThrow())
        .as("orders of the buyers and of the chain")
        .containsExactlyInAnyOrderElementsOf(sold);
    for (Sale sale : ledger.sales()) {
      // A reorg gives time back too, so the same buyer's next order may have the id of one that was
      // taken back, and with it the deadline by which the line knows it.
      boolean isKnown = vanished.contains(sale.orderId());
      if (!market.isOurs(sale) || (market.isTooNear(sale) && !isKnown)) {
        untouched(softly, sale.orderId(), sale.toString());
        softly
            .assertThat(said(sale.orderId()).contains("EXPIRED"))
            .as("EXPIRED is said of %s", sale)
            .isEqualTo(market.isOurs(sale));
      } else if (sale.state() == State.COMPLETED) {
        completed(softly, sale);
      } else {
        notDelivered(softly, sale, vanished.contains(sale.orderId()));
      }
    }
    for (Purchase purchase : purchases) {
      if (purchase.isInputTaken()) {
        onItsInput(softly, purchase);
      }
    }
    for (Bytes32 gone : vanished) {
      if (!sold.contains(gone)) {
        gone(softly, gone);
      }
    }
  }

  private void untouched(SoftAssertions softly, Bytes32 order, String what) {
    softly.assertThat(handedIn).as("handed in though %s", what).doesNotContain(order.toString());
    softly
        .assertThat(records.tasks())
        .as("begun though %s", what)
        .noneMatch(task -> LineRecords.id(task.getOrderId()).equals(lineOrder(order)));
    softly
        .assertThat(records.executions())
        .as("executed though %s", what)
        .noneMatch(each -> LineRecords.id(each.value().getOrderId()).equals(lineOrder(order)));
    softly.assertThat(receipts(order)).as("receipts though %s", what).isEmpty();
    softly.assertThat(isOutcome(order, "DELIVERED")).as("delivered though %s", what).isFalse();
  }

  private void completed(SoftAssertions softly, Sale sale)
      throws IOException, InterruptedException {
    List<Receipt> receipts = receipts(sale.orderId());
    softly.assertThat(receipts).as("receipts of %s", sale).hasSize(1);
    softly.assertThat(isDelivered(sale.orderId())).as("delivered: %s", sale).isTrue();
    HttpRequest request = HttpRequest.newBuilder(URI.create(sale.resultUri())).build();
    byte[] result = http.send(request, BodyHandlers.ofByteArray()).body();
    softly
        .assertThat(Keccak256.hash(result).toBytes())
        .as("hash of what is at %s", sale.resultUri())
        .isEqualTo(sale.resultHash());
    for (Receipt receipt : receipts) {
      softly.assertThat(receipt.verdict()).as("verdict of %s", sale).isEqualTo(Verdict.COMPLETED);
      softly
          .assertThat(receipt.outputHash())
          .as("the receipt's output is what is at %s", sale.resultUri())
          .isEqualTo(Sha256.hash(result));
    }
  }

  private void notDelivered(SoftAssertions softly, Sale sale, boolean hadVanished) {
    softly.assertThat(isOutcome(sale.orderId(), "DELIVERED")).as("delivered: %s", sale).isFalse();
    boolean wasStoppedFirst =
        sale.stoppedIn() >= 0 && sale.stoppedIn() <= sale.createdIn() + market.confirmations();
    if (wasStoppedFirst && sale.state() != State.PENDING && !hadVanished) {
      untouched(softly, sale.orderId(), sale.toString());
    }
    if (sale.state() == State.PENDING) {
      softly.assertThat(isGivenUp(sale.orderId())).as("given up: %s", sale).isTrue();
    } else {
      softly
          .assertThat(said(sale.orderId()))
          .as("events of %s", sale)
          .contains(sale.state().name());
    }
  }

  private void onItsInput(SoftAssertions softly, Purchase purchase) {
    softly
        .assertThat(receipts(purchase.orderId().orElseThrow()))
        .as("receipts of an order with an input")
        .extracting(Receipt::inputHash)
        .containsOnly(Sha256.hash(purchase.input().getBytes(UTF_8)));
  }

  private void gone(SoftAssertions softly, Bytes32 order) {
    List<String> said = said(order);
    if (!said.isEmpty()) {
      softly
          .assertThat(said)
          .as("events of %s, which a reorg took", order)
          .contains(handedIn.contains(order.toString()) ? "VANISHED" : "WITHDRAWN");
    }
    softly.assertThat(isOutcome(order, "DELIVERED")).as("delivered: %s", order).isFalse();
  }

  private List<String> said(Bytes32 order) {
    return events.getOrDefault(order.toString(), List.of());
  }

  private boolean isOutcome(Bytes32 order, String status) {
    return outcomes.getOrDefault(order.toString(), List.of()).stream()
        .anyMatch(outcome -> outcome.getStatus().equals(status));
  }

  private List<Receipt> receipts(Bytes32 order) {
    return records.receipts().stream()
        .map(Entry::value)
        .filter(receipt -> receipt.orderId().toString().equals(lineOrder(order)))
        .toList();
  }

  private String lineOrder(Bytes32 order) {
    return Order.orderId(market.name(), market.name(), order.toString()).hex();
  }
}
