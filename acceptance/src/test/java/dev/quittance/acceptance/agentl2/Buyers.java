package dev.quittance.acceptance.agentl2;

import dev.quittance.acceptance.agentl2.Purchase.Kind;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.market.agentl2.standin.AgentL2Devnet;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** The people of a marketplace: they order, put inputs, dispute and cancel. Not thread-safe. */
public final class Buyers {
  /** Each order's kind by its number, over and over. */
  private static final List<Kind> KINDS =
      List.of(
          Kind.WITH_INPUT,
          Kind.DISPUTED,
          Kind.LIVE,
          Kind.FOREIGN,
          Kind.WITH_INPUT,
          Kind.RESOLVED,
          Kind.EXPIRED,
          Kind.LIVE,
          Kind.LIVE,
          Kind.REFUNDED,
          Kind.WITH_INPUT,
          Kind.LIVE,
          Kind.CANCELLED,
          Kind.FOREIGN,
          Kind.LIVE,
          Kind.WITH_INPUT,
          Kind.EXPIRED,
          Kind.CLOSE,
          Kind.LIVE,
          Kind.LIVE);

  private static final Duration MINED_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_UNITS = 9;
  private static final long HOURS = 7200;
  private static final long TOO_NEAR = 7;
  private static final long NEAR = 6;

  private final AgentL2Devnet devnet;
  private final Bytes32 ours;
  private final Bytes32 foreign;
  private final long marginSeconds;
  private final String inputsUrl;
  private final Random random;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Purchase> purchases = new ArrayList<>();
  private final List<Bytes32> vanished = new ArrayList<>();
  private int placed;

  /**
   * @param ours a service of the line's agent
   * @param foreign somebody else's
   * @param marginSeconds how much time an order must have left to be begun
   * @param inputsUrl the process that takes inputs
   */
  public Buyers(
      AgentL2Devnet devnet,
      Bytes32 ours,
      Bytes32 foreign,
      long marginSeconds,
      String inputsUrl,
      Random random) {
    this.devnet = devnet;
    this.ours = ours;
    this.foreign = foreign;
    this.marginSeconds = marginSeconds;
    this.inputsUrl = inputsUrl;
    this.random = random;
  }

  /** The orders, without those that a reorg took. */
  public List<Purchase> purchases() {
    return List.copyOf(purchases);
  }

  /** The orders that a reorg took; one may have come again, in another transaction. */
  public List<Bytes32> vanished() {
    return List.copyOf(vanished);
  }

  /** Places the next order. */
  public void order() throws IOException {
    Kind kind = KINDS.get(placed % KINDS.size());
    String buyer = AgentL2Devnet.BUYERS.get(random.nextInt(AgentL2Devnet.BUYERS.size()));
    String text =
        "Order %d. I %s this tent.".formatted(placed, random.nextBoolean() ? "love" : "hate");
    long deadline =
        devnet.now()
            + switch (kind) {
              case EXPIRED -> TOO_NEAR;
              case CLOSE -> marginSeconds + NEAR;
              case LIVE, WITH_INPUT, FOREIGN, DISPUTED, RESOLVED, REFUNDED, CANCELLED -> HOURS;
            };
    Bytes32 service = kind == Kind.FOREIGN ? foreign : ours;
    String sent = devnet.order(buyer, service, 1 + random.nextInt(MOST_UNITS), deadline);
    purchases.add(new Purchase(kind, buyer, text, sent));
    placed++;
  }

  /** Does what is next with each order; gives whether nothing is left to be done. */
  public boolean goOn() throws IOException, InterruptedException {
    List<Purchase> open = purchases.stream().filter(purchase -> !purchase.isOver()).toList();
    for (Purchase purchase : open) {
      Optional<TransactionReceipt> last = receipt(purchase.sent().getLast());
      if (last.isPresent()) {
        goOn(purchase, last.get());
      }
    }
    return open.isEmpty();
  }

  private void goOn(Purchase purchase, TransactionReceipt last)
      throws IOException, InterruptedException {
    if (purchase.sent().size() == 1) {
      if (!last.isStatusOK()) {
        throw new AssertionError("the contract refuses an order: " + purchase.kind());
      }
      purchase.isIn(Bytes32.fromHex(last.getLogs().getFirst().getTopics().get(1)));
    }
    Bytes32 id = purchase.orderId().orElseThrow();
    if (purchase.wantsInput()) {
      put(id, purchase);
    }
    Optional<Purchase.Step> next = purchase.next(!last.isStatusOK());
    if (next.isPresent()) {
      purchase.sent().add(send(next.get(), purchase.buyer(), id));
    }
  }

  private String send(Purchase.Step step, String buyer, Bytes32 id) throws IOException {
    return switch (step) {
      case DISPUTE -> devnet.dispute(buyer, id);
      case FOR_SELLER -> devnet.resolve(id, false);
      case FOR_BUYER -> devnet.resolve(id, true);
      case CANCEL -> devnet.cancel(buyer, id);
    };
  }

  /** Nobody answers while the process is down: it is put again with the next turn. */
  private void put(Bytes32 id, Purchase purchase) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(inputsUrl + "/v1/orders/" + id + "/input"))
            .timeout(CALL_TIMEOUT)
            .PUT(BodyPublishers.ofString(purchase.input()))
            .build();
    try {
      switch (http.send(request, BodyHandlers.discarding()).statusCode()) {
        case 200, 201 -> purchase.inputAnswered(true);
        case 409 -> purchase.inputAnswered(false);
        default -> {
          // it is put again
        }
      }
    } catch (IOException e) {
      // the same
    }
  }

  /** Replaces the newest blocks by empty ones; gives how many orders that took. */
  public int reorganise(int depth) throws IOException {
    awaitMined();
    devnet.reorganise(depth);
    List<Purchase> gone = new ArrayList<>();
    for (Purchase purchase : purchases) {
      int left = purchase.sent().size();
      while (left > 0 && receipt(purchase.sent().get(left - 1)).isEmpty()) {
        left--;
      }
      if (!purchase.isLeft(left)) {
        purchase.orderId().ifPresent(vanished::add);
        gone.add(purchase);
      }
    }
    purchases.removeAll(gone);
    return gone.size();
  }

  /** What waits for a block would not fit behind the reorg. */
  private void awaitMined() {
    for (Purchase purchase : purchases) {
      String last = purchase.sent().getLast();
      Waiting.until(
          "a transaction to be in a block",
          MINED_TIMEOUT,
          () -> isMined(last),
          () -> purchase.kind() + " " + last);
    }
  }

  private boolean isMined(String txHash) {
    try {
      return receipt(txHash).isPresent();
    } catch (IOException e) {
      throw new AssertionError("the devnet does not answer", e);
    }
  }

  private Optional<TransactionReceipt> receipt(String txHash) throws IOException {
    return devnet.web3j.ethGetTransactionReceipt(txHash).send().getTransactionReceipt();
  }
}
