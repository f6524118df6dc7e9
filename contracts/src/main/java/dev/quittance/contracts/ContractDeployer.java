package dev.quittance.contracts;

import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.contracts.abi.ReceiptVerifier;
import dev.quittance.contracts.abi.TestUSD;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteCall;
import org.web3j.tx.Contract;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.ContractGasProvider;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/**
 * Puts the contracts of one log on a chain. Each call deploys anew; blocks until the transactions
 * are mined. Not for concurrent use with the same account, whose nonces would collide.
 */
public final class ContractDeployer {

  private static final int POLL_INTERVAL_MS = 200;
  private static final int POLL_ATTEMPTS = 300;

  private final Web3j web3j;
  private final TransactionManager transactions;
  private final ContractGasProvider gas;

  /** Deploys through {@code transactions}, which signs, sends and waits for the receipts. */
  public ContractDeployer(Web3j web3j, TransactionManager transactions, ContractGasProvider gas) {
    this.web3j = web3j;
    this.transactions = transactions;
    this.gas = gas;
  }

  /**
   * Deploys from this account, signing for this chain and polling each receipt for up to a minute.
   */
  public static ContractDeployer from(Web3j web3j, Credentials account, long chainId) {
    var receipts = new PollingTransactionReceiptProcessor(web3j, POLL_INTERVAL_MS, POLL_ATTEMPTS);
    return new ContractDeployer(
        web3j,
        new RawTransactionManager(web3j, account, chainId, receipts),
        new DefaultGasProvider());
  }

  /**
   * Deploys the token (where wanted), the anchor, the vault and the verifier of receipts; stops at
   * the first failure.
   */
  public DeploymentResult deploy(DeploymentSpec spec) {
    try {
      long chainId = chainId();
      Optional<String> testUsd =
          spec.withTestUsd()
              ? Optional.of(deploy("TestUSD", testUsdCall()).getContractAddress())
              : Optional.empty();
      ReceiptAnchor anchor = deploy("ReceiptAnchor", anchorCall(spec));
      PayoutVault vault = deploy("PayoutVault", vaultCall(spec, anchor.getContractAddress()));
      ReceiptVerifier verifier =
          deploy("ReceiptVerifier", verifierCall(anchor.getContractAddress()));
      return new DeploymentResult.Deployed(
          new Deployment(
              chainId,
              anchor.getContractAddress(),
              vault.getContractAddress(),
              Optional.of(verifier.getContractAddress()),
              testUsd,
              blockOf(anchor)));
    } catch (DeploymentFailure e) {
      return new DeploymentResult.Failed(e.contract, e.reason);
    }
  }

  private RemoteCall<TestUSD> testUsdCall() {
    return TestUSD.deploy(web3j, transactions, gas);
  }

  private RemoteCall<ReceiptAnchor> anchorCall(DeploymentSpec spec) {
    return ReceiptAnchor.deploy(web3j, transactions, gas, spec.logIdBytes(), spec.operator());
  }

  private RemoteCall<PayoutVault> vaultCall(DeploymentSpec spec, String anchor) {
    BigInteger delaySeconds = BigInteger.valueOf(spec.payoutDelay().toSeconds());
    return PayoutVault.deploy(web3j, transactions, gas, anchor, delaySeconds, spec.operator());
  }

  private RemoteCall<ReceiptVerifier> verifierCall(String anchor) {
    return ReceiptVerifier.deploy(web3j, transactions, gas, anchor);
  }

  private long chainId() throws DeploymentFailure {
    try {
      var answer = web3j.ethChainId().send();
      if (answer.hasError()) {
        throw new DeploymentFailure("chain", answer.getError().getMessage());
      }
      return answer.getChainId().longValueExact();
    } catch (IOException e) {
      throw new DeploymentFailure("chain", "does not answer: " + e.getMessage());
    }
  }

  /**
   * web3j declares {@code Exception}: a refused transaction, a broken connection, an odd answer.
   */
  private static <T extends Contract> T deploy(String name, RemoteCall<T> call)
      throws DeploymentFailure {
    try {
      return call.send();
    } catch (Exception e) {
      throw new DeploymentFailure(name, String.valueOf(e.getMessage()));
    }
  }

  private static long blockOf(Contract contract) {
    return contract
        .getTransactionReceipt()
        .map(receipt -> receipt.getBlockNumber().longValueExact())
        .orElse(0L);
  }

  /** Carries a failure out of the sequence of steps to where it becomes a result. */
  private static final class DeploymentFailure extends Exception {
    private final String contract;
    private final String reason;

    DeploymentFailure(String contract, String reason) {
      super(contract + ": " + reason);
      this.contract = contract;
      this.reason = reason;
    }
  }
}
