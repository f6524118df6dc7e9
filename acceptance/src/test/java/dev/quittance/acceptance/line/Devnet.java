package dev.quittance.acceptance.line;

import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.contracts.abi.TestUSD;
import dev.quittance.line.AccountTransactions;
import dev.quittance.platform.keys.Signer;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.utils.Numeric;

/** What the contracts hold, and the money for tests. */
public final class Devnet implements AutoCloseable {
  private static final BigInteger GAS_MONEY_WEI = BigInteger.TEN.pow(20);

  private final Web3j web3j;
  private final Deployment deployment;
  private final TestUSD token;
  private final PayoutVault vault;

  /** Sends from the given account. */
  public Devnet(String rpcUrl, Deployment deployment, Signer sender) {
    this.web3j = Web3j.build(new HttpService(rpcUrl));
    this.deployment = deployment;
    var transactions = new AccountTransactions(web3j, sender, deployment.chainId());
    var gas = new DefaultGasProvider();
    this.token = TestUSD.load(asset(), web3j, transactions, gas);
    this.vault = PayoutVault.load(deployment.vault(), web3j, transactions, gas);
  }

  /** Gives accounts enough for gas. */
  public static void giveGasMoney(String rpcUrl, List<Signer> accounts) throws IOException {
    HttpService service = new HttpService(rpcUrl);
    try {
      for (Signer account : accounts) {
        List<String> parameters =
            List.of(account.address().toString(), "0x" + GAS_MONEY_WEI.toString(16));
        Response<?> answer =
            new Request<>("anvil_setBalance", parameters, service, VoidAnswer.class).send();
        if (answer.hasError()) {
          throw new IOException(answer.getError().getMessage());
        }
      }
    } finally {
      service.close();
    }
  }

  /** What {@code anvil_setBalance} answers. */
  static final class VoidAnswer extends Response<Object> {}

  /** Address of the test dollar. */
  public String asset() {
    return deployment.testUsd().orElseThrow();
  }

  /** Puts newly minted money into the vault. */
  public void fundVault(BigInteger amount) {
    send(token.mint(deployment.vault(), amount));
  }

  /** What an address holds. */
  public BigInteger balanceOf(String address) {
    return send(token.balanceOf(address));
  }

  /** What the vault holds. */
  public BigInteger vaultBalance() {
    return balanceOf(deployment.vault());
  }

  /** All money that was ever minted. */
  public BigInteger minted() {
    return send(token.totalSupply());
  }

  /** What the vault ever paid to an account. */
  public BigInteger paidTo(String account) {
    return send(vault.claimed(account, asset()));
  }

  /** The period of each event by which the contract took an anchor, in the order of the chain. */
  public List<Long> anchorEvents() {
    EthFilter anchored =
        new EthFilter(
            DefaultBlockParameterName.EARLIEST,
            DefaultBlockParameterName.LATEST,
            deployment.anchor());
    anchored.addSingleTopic(EventEncoder.encode(ReceiptAnchor.ANCHORED_EVENT));
    try {
      return web3j.ethGetLogs(anchored).send().getLogs().stream()
          .map(event -> (Log) event.get())
          .map(event -> Numeric.toBigInt(event.getTopics().get(1)).longValueExact())
          .toList();
    } catch (IOException e) {
      throw new AssertionError("the devnet gives no events", e);
    }
  }

  @Override
  public void close() {
    web3j.shutdown();
  }

  /** web3j declares Exception for a transaction that fails and for a chain that does not answer. */
  private static <T> T send(RemoteFunctionCall<T> call) {
    try {
      return call.send();
    } catch (Exception e) {
      throw new AssertionError("the devnet refuses a call: " + e.getMessage(), e);
    }
  }
}
