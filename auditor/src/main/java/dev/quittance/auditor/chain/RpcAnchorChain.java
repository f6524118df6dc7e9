package dev.quittance.auditor.chain;

import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.exceptions.ContractCallException;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * A chain behind a JSON-RPC endpoint, read at its latest block. Thread-safe; every reading has a
 * connection of its own.
 */
public final class RpcAnchorChain implements AnchorChain {

  private final String rpcUrl;

  /** The chain at an HTTP endpoint. */
  public RpcAnchorChain(String rpcUrl) {
    this.rpcUrl = rpcUrl;
  }

  @Override
  public ChainReading read(ReceiptDomain domain, LongPredicate periods) {
    Web3j web3j = null;
    try {
      web3j = Web3j.build(new HttpService(rpcUrl));
      return read(web3j, domain, periods);
    } catch (IOException
        | ClientConnectionException
        | ContractCallException
        | IllegalArgumentException e) {
      return new ChainReading.Unreachable("%s: %s".formatted(rpcUrl, describe(e)));
    } finally {
      if (web3j != null) {
        web3j.shutdown();
      }
    }
  }

  @Override
  public PayoutReading paid(
      ReceiptDomain domain,
      Address vault,
      Collection<AccountAsset> accounts,
      long since,
      long periods) {
    Web3j web3j = null;
    try {
      web3j = Web3j.build(new HttpService(rpcUrl));
      return paid(web3j, domain, vault, accounts, since, periods);
    } catch (IOException
        | ClientConnectionException
        | ContractCallException
        | IllegalArgumentException e) {
      return new PayoutReading.Unreachable("%s: %s".formatted(rpcUrl, describe(e)));
    } finally {
      if (web3j != null) {
        web3j.shutdown();
      }
    }
  }

  @Override
  public OperatorReading operators(ReceiptDomain domain, long anchored) {
    if (anchored == 0) {
      return new OperatorReading.Changes(List.of());
    }
    Web3j web3j = null;
    try {
      web3j = Web3j.build(new HttpService(rpcUrl));
      long since = period(contract(web3j, domain), 0).anchoredAt();
      return new OperatorReading.Changes(
          new HandoverLogs(web3j, domain.contract()).read(since, anchored));
    } catch (IOException
        | ClientConnectionException
        | ContractCallException
        | IllegalArgumentException e) {
      return new OperatorReading.Unreachable("%s: %s".formatted(rpcUrl, describe(e)));
    } finally {
      if (web3j != null) {
        web3j.shutdown();
      }
    }
  }

  private static PayoutReading paid(
      Web3j web3j,
      ReceiptDomain domain,
      Address vault,
      Collection<AccountAsset> accounts,
      long since,
      long periods)
      throws IOException {
    PayoutVault contract =
        PayoutVault.load(
            vault.toString(),
            web3j,
            new ReadonlyTransactionManager(web3j, vault.toString()),
            new DefaultGasProvider());
    String anchor = call(contract.anchor()::send);
    if (!anchor.toLowerCase(Locale.ROOT).equals(domain.contract().toString())) {
      return new PayoutReading.Unreachable(
          "the vault %s pays for %s, not for %s".formatted(vault, anchor, domain.contract()));
    }
    Map<AccountAsset, BigInteger> claimed = new HashMap<>();
    for (AccountAsset account : accounts) {
      claimed.put(
          account,
          call(contract.claimed(account.account().toString(), account.asset().toString())::send));
    }
    return new VaultLogs(web3j, vault, periods).read(since, claimed);
  }

  private static String describe(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static ChainReading read(Web3j web3j, ReceiptDomain domain, LongPredicate periods)
      throws IOException {
    BigInteger chainId = require(web3j.ethChainId().send()).getChainId();
    if (!chainId.equals(domain.chainId())) {
      return new ChainReading.OtherChain(chainId);
    }
    String address = domain.contract().toString();
    String code =
        require(web3j.ethGetCode(address, DefaultBlockParameterName.LATEST).send()).getCode();
    if (code == null || code.equals("0x")) {
      return new ChainReading.NoContract(domain.contract());
    }
    return read(contract(web3j, domain), periods);
  }

  private static ReceiptAnchor contract(Web3j web3j, ReceiptDomain domain) {
    String address = domain.contract().toString();
    return ReceiptAnchor.load(
        address, web3j, new ReadonlyTransactionManager(web3j, address), new DefaultGasProvider());
  }

  private static ChainReading read(ReceiptAnchor contract, LongPredicate wanted)
      throws IOException {
    long next = call(contract.next()::send).longValueExact();
    Map<Long, AnchoredPeriod> periods = new TreeMap<>();
    for (long seq = 0; seq < next; seq++) {
      if (wanted.test(seq)) {
        periods.put(seq, period(contract, seq));
      }
    }
    return new ChainReading.Contract(
        Bytes32.wrap(call(contract.logId()::send)),
        Address.fromHex(call(contract.operator()::send).toLowerCase(Locale.ROOT)),
        next,
        periods);
  }

  private static AnchoredPeriod period(ReceiptAnchor contract, long seq) throws IOException {
    var kept = call(contract.period(BigInteger.valueOf(seq))::send);
    return new AnchoredPeriod(
        Bytes32.wrap(kept.component1()),
        Bytes32.wrap(kept.component2()),
        Bytes32.wrap(kept.component3()),
        kept.component4().longValue(),
        kept.component5().longValue(),
        kept.component6().longValue(),
        kept.component7().longValue());
  }

  static <T extends Response<?>> T require(T response) throws IOException {
    if (response.hasError()) {
      throw new IOException(response.getError().getMessage());
    }
    return response;
  }

  /** web3j's generated calls declare Exception: whatever it is, the answer cannot be read. */
  private static <T> T call(Call<T> call) throws IOException {
    try {
      T answer = call.send();
      if (answer == null) {
        throw new IOException("the contract gave no answer; is it a ReceiptAnchor?");
      }
      return answer;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(describe(e), e);
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T send() throws Exception;
  }
}
