package dev.quittance.acceptance.agentl2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.market.agentl2.standin.AgentL2Devnet;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthBlock.TransactionObject;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/**
 * What a marketplace owes and has paid, reckoned from the transactions of the chain alone: nothing
 * of what the contract says of itself is taken. Not thread-safe.
 */
public final class Ledger {
  private static final BigInteger FEE_BPS = BigInteger.valueOf(250);
  private static final BigInteger BPS = BigInteger.valueOf(10_000);
  private static final int WORD = 32;
  private static final String CREATE = selector("createOrder(bytes32,uint256,uint256)");
  private static final String COMPLETE = selector("completeOrder(bytes32,string,bytes)");
  private static final String CANCEL = selector("cancelOrder(bytes32)");
  private static final String DISPUTE = selector("disputeOrder(bytes32,string)");
  private static final String RESOLVE = selector("resolveDispute(bytes32,bool)");

  /** Where a sale stands. */
  public enum State {
    /** Neither delivered nor given up. */
    PENDING,
    /** Delivered and paid. */
    COMPLETED,
    /** The fee collector is to decide. */
    DISPUTED,
    /** Given up; the money is back. */
    CANCELLED,
    /** Decided for the buyer; the money is back. */
    REFUNDED
  }

  /**
   * An order.
   *
   * @param createdAt unix seconds
   * @param createdIn number of its block
   * @param stoppedIn number of the first block in which its buyer disputed it or gave it up; -1
   * @param deadline unix seconds
   * @param resultUri what its seller delivered; empty before
   * @param resultHash what its seller says that its hash is; empty before
   */
  public record Sale(
      Bytes32 orderId,
      Address seller,
      String buyer,
      BigInteger price,
      long createdAt,
      long createdIn,
      BigInteger deadline,
      State state,
      long stoppedIn,
      String resultUri,
      Bytes resultHash) {
    Sale in(State next, long stopped) {
      return new Sale(
          orderId,
          seller,
          buyer,
          price,
          createdAt,
          createdIn,
          deadline,
          next,
          stoppedIn < 0 ? stopped : stoppedIn,
          resultUri,
          resultHash);
    }

    Sale delivered(String uri, Bytes hash) {
      return new Sale(
          orderId,
          seller,
          buyer,
          price,
          createdAt,
          createdIn,
          deadline,
          State.COMPLETED,
          stoppedIn,
          uri,
          hash);
    }
  }

  /** A block. */
  private record When(long block, long seconds) {}

  private final AgentL2Devnet devnet;
  private final String marketplace;
  private final Map<Bytes32, Address> sellers;
  private final Map<Bytes32, Sale> sales = new LinkedHashMap<>();
  private final Map<String, Integer> orderCounts = new HashMap<>();
  private final Map<String, BigInteger> gains = new TreeMap<>();
  private BigInteger fees = BigInteger.ZERO;
  private int refused;

  private Ledger(AgentL2Devnet devnet, Map<Bytes32, Address> sellers) {
    this.devnet = devnet;
    this.marketplace = devnet.marketplace.getContractAddress();
    this.sellers = Map.copyOf(sellers);
  }

  /**
   * Reads the blocks after {@code from} up to {@code to}; there was no order before.
   *
   * @param sellers of the services, by their ids
   */
  public static Ledger read(AgentL2Devnet devnet, Map<Bytes32, Address> sellers, long from, long to)
      throws IOException {
    Ledger ledger = new Ledger(devnet, sellers);
    for (long number = from + 1; number <= to; number++) {
      EthBlock.Block block = block(devnet, number);
      for (EthBlock.TransactionResult<?> each : block.getTransactions()) {
        ledger.take(
            (TransactionObject) each.get(),
            new When(number, block.getTimestamp().longValueExact()));
      }
    }
    return ledger;
  }

  private static EthBlock.Block block(AgentL2Devnet devnet, long number) throws IOException {
    DefaultBlockParameter wanted = DefaultBlockParameter.valueOf(BigInteger.valueOf(number));
    EthBlock.Block block = devnet.web3j.ethGetBlockByNumber(wanted, true).send().getBlock();
    if (block == null) {
      throw new AssertionError(
          "the devnet has no block %d, and its latest is %d"
              .formatted(number, devnet.view.latest().number()));
    }
    return block;
  }

  /** All orders, in the order of the chain. */
  public List<Sale> sales() {
    return new ArrayList<>(sales.values());
  }

  /** What each account that took part has won or lost since, gas included, in wei. */
  public Map<String, BigInteger> gains() {
    return new TreeMap<>(gains);
  }

  /** What the marketplace keeps for itself, in wei. */
  public BigInteger fees() {
    return fees;
  }

  /** What the marketplace must have in all, in wei. */
  public BigInteger escrow() {
    return sales.values().stream()
        .filter(sale -> sale.state() == State.PENDING || sale.state() == State.DISPUTED)
        .map(Sale::price)
        .reduce(fees, BigInteger::add);
  }

  /** Transactions that the contract refused. */
  public int refused() {
    return refused;
  }

  private void take(TransactionObject sent, When now) throws IOException {
    TransactionReceipt receipt =
        devnet
            .web3j
            .ethGetTransactionReceipt(sent.getHash())
            .send()
            .getTransactionReceipt()
            .orElseThrow();
    BigInteger gasPrice = Numeric.decodeQuantity(receipt.getEffectiveGasPrice());
    gain(sent.getFrom(), receipt.getGasUsed().multiply(gasPrice).negate());
    if (!receipt.isStatusOK()) {
      refused++;
    } else if (marketplace.equalsIgnoreCase(sent.getTo())) {
      call(sent, ByteBuffer.wrap(Numeric.hexStringToByteArray(sent.getInput().substring(10))), now);
    } else {
      gain(sent.getFrom(), sent.getValue().negate());
      gain(String.valueOf(sent.getTo()), sent.getValue());
    }
  }

  private void call(TransactionObject sent, ByteBuffer arguments, When now) {
    String from = Address.fromHex(sent.getFrom()).toString();
    String function = sent.getInput().substring(0, 10);
    Bytes32 first = Bytes32.copyOf(slice(arguments, 0, WORD));
    if (function.equals(CREATE)) {
      create(first, from, number(arguments, WORD), number(arguments, 2 * WORD), now);
      return;
    }
    Sale sale = sales.get(first);
    if (sale == null) {
      throw new AssertionError("the contract takes a call for no order: " + sent.getInput());
    }
    if (function.equals(COMPLETE)) {
      complete(sale, from, arguments, now.seconds());
    } else if (function.equals(CANCEL)) {
      require(sale, State.PENDING, now.seconds());
      giveBack(sale.in(State.CANCELLED, now.block()));
    } else if (function.equals(DISPUTE)) {
      require(sale, State.PENDING, 0);
      sales.put(first, sale.in(State.DISPUTED, now.block()));
    } else if (function.equals(RESOLVE)) {
      require(sale, State.DISPUTED, 0);
      if (number(arguments, WORD).signum() > 0) {
        giveBack(sale.in(State.REFUNDED, now.block()));
      } else {
        sales.put(first, sale.in(State.PENDING, now.block()));
      }
    } else {
      throw new AssertionError("nobody is to call " + function);
    }
  }

  private void create(
      Bytes32 service, String buyer, BigInteger units, BigInteger deadline, When now) {
    Address seller = sellers.get(service);
    if (seller == null) {
      throw new AssertionError("nobody offers the service " + service);
    }
    byte[] known = word(orderCounts.getOrDefault(buyer, 0));
    Bytes32 id =
        Keccak256.hash(
            service.toByteArray(),
            Address.fromHex(buyer).toByteArray(),
            word(now.seconds()),
            known);
    BigInteger price = AgentL2Devnet.PRICE.multiply(units);
    orderCounts.merge(buyer, 1, Integer::sum);
    orderCounts.merge(seller.toString(), 1, Integer::sum);
    gain(buyer, price.negate());
    Sale before =
        sales.put(
            id,
            new Sale(
                id,
                seller,
                buyer,
                price,
                now.seconds(),
                now.block(),
                deadline,
                State.PENDING,
                -1,
                "",
                Bytes.EMPTY));
    if (before != null) {
      throw new AssertionError("the contract takes an order twice: " + id);
    }
  }

  private void complete(Sale sale, String from, ByteBuffer arguments, long now) {
    require(sale, State.PENDING, now);
    if (!Address.fromHex(from).equals(sale.seller())) {
      throw new AssertionError("somebody else than its seller completed " + sale);
    }
    String uri = new String(dynamic(arguments, WORD), UTF_8);
    Bytes hash = Bytes.wrap(dynamic(arguments, 2 * WORD));
    sales.put(sale.orderId(), sale.delivered(uri, hash));
    BigInteger fee = sale.price().multiply(FEE_BPS).divide(BPS);
    fees = fees.add(fee);
    gain(sale.seller().toString(), sale.price().subtract(fee));
  }

  private void giveBack(Sale sale) {
    sales.put(sale.orderId(), sale);
    gain(sale.buyer(), sale.price());
  }

  private static void require(Sale sale, State state, long now) {
    if (sale.state() != state || sale.deadline().compareTo(BigInteger.valueOf(now)) < 0) {
      throw new AssertionError("the contract should have refused, at %d: %s".formatted(now, sale));
    }
  }

  private void gain(String account, BigInteger wei) {
    gains.merge(Address.fromHex(account).toString(), wei, BigInteger::add);
  }

  private static String selector(String signature) {
    return Keccak256.hash(signature.getBytes(US_ASCII)).toString().substring(0, 10);
  }

  private static byte[] word(long number) {
    return ByteBuffer.allocate(WORD).putLong(WORD - Long.BYTES, number).array();
  }

  private static BigInteger number(ByteBuffer arguments, int at) {
    return new BigInteger(1, slice(arguments, at, WORD));
  }

  /** A text or bytes, to which a word points. */
  private static byte[] dynamic(ByteBuffer arguments, int pointer) {
    int at = number(arguments, pointer).intValueExact();
    return slice(arguments, at + WORD, number(arguments, at).intValueExact());
  }

  private static byte[] slice(ByteBuffer arguments, int at, int length) {
    byte[] bytes = new byte[length];
    arguments.get(at, bytes);
    return bytes;
  }
}
