package dev.quittance.acceptance.agentl2;

import dev.quittance.acceptance.agentl2.Ledger.Sale;
import dev.quittance.acceptance.agentl2.Ledger.State;
import dev.quittance.market.agentl2.follow.MarketLog;
import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.market.agentl2.standin.AgentL2Devnet;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.web3j.protocol.core.DefaultBlockParameter;

/** What the contract says and what people have is what the ledger says, to the wei. */
public final class ChainChecks {
  private final AgentL2Devnet devnet;
  private final long from;
  private final Map<String, BigInteger> before = new TreeMap<>();

  /** Writes down what accounts have before there is any order. */
  public ChainChecks(AgentL2Devnet devnet, List<String> accounts) throws IOException {
    this.devnet = devnet;
    this.from = devnet.view.latest().number();
    for (String account : accounts) {
      before.put(Address.fromHex(account).toString(), balance(account, from));
    }
  }

  /** The block before the first order. */
  public long from() {
    return from;
  }

  /** Compares all of it with the chain as of a block. */
  public void check(SoftAssertions softly, Ledger ledger, long to) throws Exception {
    Map<String, BigInteger> after = new TreeMap<>();
    Map<String, BigInteger> due = new TreeMap<>(ledger.gains());
    for (String account : before.keySet()) {
      after.put(account, balance(account, to));
      due.merge(account, before.get(account), BigInteger::add);
    }
    softly.assertThat(after).as("what everybody has").isEqualTo(due);
    softly
        .assertThat(balance(devnet.marketplace.getContractAddress(), to))
        .as("what the contract has")
        .isEqualTo(ledger.escrow());
    devnet.marketplace.setDefaultBlockParameter(
        DefaultBlockParameter.valueOf(BigInteger.valueOf(to)));
    softly
        .assertThat(devnet.marketplace.collectedFees().send())
        .as("fees")
        .isEqualTo(ledger.fees());
    for (Sale sale : ledger.sales()) {
      check(softly, sale, devnet.view.order(sale.orderId(), to).orElseThrow());
    }
    softly
        .assertThat(
            devnet.view.logs(from + 1, to).stream()
                .filter(log -> log instanceof MarketLog.Completed)
                .map(MarketLog::orderId)
                .toList())
        .as("orders with OrderCompleted, each once")
        .containsExactlyInAnyOrderElementsOf(
            ledger.sales().stream()
                .filter(sale -> sale.state() == State.COMPLETED)
                .map(Sale::orderId)
                .toList());
  }

  private static void check(SoftAssertions softly, Sale sale, MarketOrder kept) {
    softly
        .assertThat(
            List.of(
                kept.status().name(),
                kept.seller(),
                kept.totalPrice(),
                kept.deadline(),
                kept.resultUri(),
                kept.resultHash()))
        .as("what the contract keeps of %s", sale.orderId())
        .isEqualTo(
            List.of(
                sale.state().name(),
                sale.seller(),
                sale.price(),
                sale.deadline(),
                sale.resultUri(),
                sale.resultHash()));
  }

  private BigInteger balance(String account, long block) throws IOException {
    return devnet
        .web3j
        .ethGetBalance(account, DefaultBlockParameter.valueOf(BigInteger.valueOf(block)))
        .send()
        .getBalance();
  }
}
