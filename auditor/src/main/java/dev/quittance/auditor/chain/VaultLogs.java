package dev.quittance.auditor.chain;

import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.utils.Numeric;

/**
 * Reads from the chain's logs what a {@code PayoutVault} paid and gave back. A node that lacks the
 * log of a payment may lack one of a refund too. Blocking; for one reading.
 */
final class VaultLogs {
  private static final String CLAIMED = EventEncoder.encode(PayoutVault.CLAIMED_EVENT);
  private static final String REFUNDED = EventEncoder.encode(PayoutVault.REFUNDED_EVENT);
  private static final String TRANSFER =
      EventEncoder.buildEventSignature("Transfer(address,address,uint256)");

  /** Of the vault's events: what it is, and three indexed members. */
  private static final int TOPICS = 4;

  /** What it is, from whom and to whom. */
  private static final int TRANSFER_TOPICS = 3;

  private final Web3j web3j;
  private final Address vault;
  private final BigInteger periods;
  private final Map<AccountAsset, BigInteger> ever = new HashMap<>();
  private final Map<AccountAsset, BigInteger> paid = new HashMap<>();
  private final List<Refund> refunds = new ArrayList<>();

  /**
   * For one reading.
   *
   * @param periods payments for rows of the first so many periods are told apart
   */
  VaultLogs(Web3j web3j, Address vault, long periods) {
    this.web3j = web3j;
    this.vault = vault;
    this.periods = BigInteger.valueOf(periods);
  }

  /**
   * Reads what was paid and given back.
   *
   * @param since when the log began, unix seconds
   * @param claimed what the vault says that it has paid
   * @throws IOException when the node does not answer or does not have all logs
   */
  PayoutReading.Paid read(long since, Map<AccountAsset, BigInteger> claimed) throws IOException {
    ContractLogs logs = new ContractLogs(web3j, vault);
    long latest = logs.latest();
    logs.read(
        logs.firstBlockAt(since, latest),
        latest,
        filter -> filter.addOptionalTopics(CLAIMED, REFUNDED),
        this::take);
    for (Map.Entry<AccountAsset, BigInteger> account : claimed.entrySet()) {
      if (ever.getOrDefault(account.getKey(), BigInteger.ZERO).compareTo(account.getValue()) < 0) {
        throw new IOException(
            "it does not have all logs of how account %s was paid, so refunds may be missing too: ask a node that keeps all logs"
                .formatted(account.getKey().account()));
      }
    }
    return new PayoutReading.Paid(claimed, paid, refunds, deposits(latest));
  }

  private void take(Log log) throws IOException {
    ContractLogs.requireTopics(log, TOPICS);
    if (log.getTopics().getFirst().equals(REFUNDED)) {
      var event = PayoutVault.getRefundedEventFromLog(log);
      refunds.add(
          new Refund(
              account(event.buyer, event.asset),
              event.amount,
              ContractLogs.number(log.getBlockNumber()),
              Bytes32.fromHex(log.getTransactionHash())));
    } else {
      var event = PayoutVault.getClaimedEventFromLog(log);
      AccountAsset account = account(event.account, event.asset);
      ever.merge(account, event.paid, BigInteger::add);
      if (event.seq.compareTo(periods) < 0) {
        paid.merge(account, event.paid, BigInteger::add);
      }
    }
  }

  /** A vault that gave nothing back need not be asked who paid in. */
  private Map<AccountAsset, BigInteger> deposits(long latest) throws IOException {
    Map<AccountAsset, BigInteger> deposits = new HashMap<>();
    Set<AccountAsset> accounts = new HashSet<>();
    refunds.forEach(refund -> accounts.add(refund.to()));
    for (AccountAsset account : accounts) {
      new ContractLogs(web3j, account.asset())
          .read(
              0,
              latest,
              filter ->
                  filter
                      .addSingleTopic(TRANSFER)
                      .addSingleTopic(topic(account.account()))
                      .addSingleTopic(topic(vault)),
              log -> {
                ContractLogs.requireTopics(log, TRANSFER_TOPICS);
                deposits.merge(account, Numeric.toBigInt(log.getData()), BigInteger::add);
              });
    }
    return deposits;
  }

  private static String topic(Address address) {
    return "0x" + "0".repeat(24) + address.toString().substring(2);
  }

  private static AccountAsset account(String account, String asset) {
    return new AccountAsset(
        Address.fromHex(account.toLowerCase(Locale.ROOT)),
        Address.fromHex(asset.toLowerCase(Locale.ROOT)));
  }
}
