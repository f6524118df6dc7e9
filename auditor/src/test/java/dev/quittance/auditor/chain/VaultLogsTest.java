package dev.quittance.auditor.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.Web3j;

/** Whatever a node's limits are, all refunds since the log began are read, with who had paid in. */
class VaultLogsTest {
  private static final String CLAIMED = EventEncoder.encode(PayoutVault.CLAIMED_EVENT);
  private static final String REFUNDED = EventEncoder.encode(PayoutVault.REFUNDED_EVENT);
  private static final String TRANSFER =
      "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
  private static final String WORD = "%064x";
  private static final int PERIODS = 3;
  private static final Address VAULT = address(new Random(0));

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private static Address address(Random random) {
    byte[] bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }

  /** A chain on which accounts pay into a vault, are paid by it and get something back. */
  private static final class Chain {
    final Random random;
    final FakeNode node = new FakeNode(VAULT);
    final List<AccountAsset> accounts;
    final List<Refund> refunds = new ArrayList<>();
    final Map<AccountAsset, BigInteger> claimed = new HashMap<>();
    final Map<AccountAsset, BigInteger> paid = new HashMap<>();
    final Map<AccountAsset, BigInteger> deposits = new HashMap<>();
    long since;

    Chain(long seed) {
      random = new Random(seed);
      List<Address> assets = List.of(address(random), address(random));
      accounts =
          IntStream.range(0, 5)
              .mapToObj(i -> new AccountAsset(address(random), assets.get(i % 2)))
              .toList();
      node.block(1_000);
      int blocks = 20 + random.nextInt(200);
      int begins = random.nextInt(blocks);
      for (int i = 0; i < blocks; i++) {
        node.block(node.times.getLast() + 1 + random.nextInt(3));
        if (i == begins) {
          since = node.times.getLast();
        }
        for (int events = random.nextInt(3); events > 0; events--) {
          happen(i >= begins);
        }
      }
    }

    private void happen(boolean hasBegun) {
      AccountAsset account = accounts.get(random.nextInt(accounts.size()));
      BigInteger amount = BigInteger.valueOf(random.nextInt(1_000));
      String value = WORD.formatted(amount);
      switch (random.nextInt(4)) {
        case 0 -> {
          transfer(account, VAULT, value);
          deposits.merge(account, amount, BigInteger::add);
        }
        case 1 -> transfer(account, address(random), value);
        case 2 -> {
          String hash =
              node.add(
                  VAULT,
                  REFUNDED,
                  List.of(
                      Bytes32.ZERO.toString(),
                      FakeNode.word(account.account()),
                      FakeNode.word(account.asset())),
                  "0x" + value);
          if (hasBegun) {
            refunds.add(new Refund(account, amount, node.latest(), Bytes32.fromHex(hash)));
          }
        }
        default -> {
          if (hasBegun) {
            int period = random.nextInt(2 * PERIODS);
            claim(period, account, value);
            if (period < PERIODS) {
              paid.merge(account, amount, BigInteger::add);
            }
            claimed.merge(account, amount, BigInteger::add);
          }
        }
      }
    }

    private void transfer(AccountAsset from, Address to, String value) {
      node.add(
          from.asset(),
          TRANSFER,
          List.of(FakeNode.word(from.account()), FakeNode.word(to)),
          "0x" + value);
    }

    private void claim(int period, AccountAsset account, String value) {
      node.add(
          VAULT,
          CLAIMED,
          List.of(
              "0x" + WORD.formatted(period),
              FakeNode.word(account.account()),
              FakeNode.word(account.asset())),
          FakeNode.word(account.account()) + value + WORD.formatted(0));
    }

    PayoutReading.Paid read() throws IOException {
      return new VaultLogs(Web3j.build(node), VAULT, PERIODS).read(since, claimed);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void refundsAndWhatThoseAccountsPaidInAreRead(long seed) throws IOException {
    Chain chain = new Chain(seed);
    chain.node.mostBlocks = 1 + chain.random.nextInt(60);
    chain.node.mostResults = 6 + chain.random.nextInt(20);

    PayoutReading.Paid paid = chain.read();

    assertThat(paid.claimed()).isEqualTo(chain.claimed);
    assertThat(paid.paid()).as("seed %d", seed).isEqualTo(chain.paid);
    assertThat(paid.refunds()).as("seed %d", seed).isEqualTo(chain.refunds);
    Map<AccountAsset, BigInteger> deposits = new HashMap<>(chain.deposits);
    deposits
        .keySet()
        .removeIf(account -> chain.refunds.stream().noneMatch(it -> it.to().equals(account)));
    assertThat(paid.deposits()).as("seed %d", seed).isEqualTo(deposits);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aNodeThatLacksAPaymentIsNotBelieved(long seed) {
    Chain chain = new Chain(seed);
    AccountAsset account = chain.accounts.get(chain.random.nextInt(chain.accounts.size()));
    chain.claimed.merge(account, BigInteger.ONE, BigInteger::add);

    assertThatExceptionOfType(IOException.class)
        .as("seed %d", seed)
        .isThrownBy(chain::read)
        .withMessageContaining("all logs of how account " + account.account());
  }
}
