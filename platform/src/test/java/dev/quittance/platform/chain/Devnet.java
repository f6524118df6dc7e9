package dev.quittance.platform.chain;

import dev.quittance.contracts.ContractDeployer;
import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.DeploymentResult;
import dev.quittance.contracts.DeploymentSpec;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;

/** An anvil of one's own, with the contracts on it and means to disturb it. */
public final class Devnet implements AutoCloseable {
  /** The first account of anvil's public test mnemonic. */
  private static final Credentials RICH =
      Credentials.create("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  private static final Duration BLOCK_TIME = Duration.ofMillis(500);

  private final Path directory;
  private final HttpService http;
  private EmbeddedChain chain;
  private BlockProducer blocks;

  /** What anvil answers to its own methods; nobody reads it. */
  static final class Done extends Response<Object> {}

  /** Starts it in a directory. */
  public Devnet(Path directory) {
    this.directory = directory;
    this.chain = EmbeddedChain.start(directory, BLOCK_TIME);
    this.http = new HttpService(chain.rpcUrl());
    this.blocks = new BlockProducer(http, BLOCK_TIME);
  }

  /** The JSON-RPC endpoint; the same after a restart. */
  public String rpcUrl() {
    return chain.rpcUrl();
  }

  /** Deploys the contracts. */
  public Deployment deploy(DeploymentSpec spec) {
    return switch (ContractDeployer.from(Web3j.build(http), RICH, EmbeddedChain.CHAIN_ID)
        .deploy(spec)) {
      case DeploymentResult.Deployed(Deployment deployment) -> deployment;
      case DeploymentResult.Failed failed -> throw new AssertionError(failed);
    };
  }

  /** Deploys the contracts for a log that nobody reads. */
  public Deployment deploy(Address operator) {
    return deploy(
        new DeploymentSpec("00".repeat(32), operator.toString(), Duration.ofSeconds(1), true));
  }

  /** Gives an account a thousand ether. */
  public void fund(Address account) {
    call("anvil_setBalance", account.toString(), "0x3635c9adc5dea00000");
  }

  /** Replaces the newest blocks by empty ones and forgets their transactions. */
  public void reorg(int depth) {
    blocks.reorganise(depth);
  }

  /** The next block asks this much for gas, in wei; those after it less and less. */
  public void nextBaseFee(long wei) {
    call("anvil_setNextBlockBaseFeePerGas", "0x" + Long.toHexString(wei));
  }

  /** Ends the process as a power cut would. */
  public void kill() {
    blocks.close();
    ProcessHandle process = ProcessHandle.of(chain.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    chain.close();
  }

  /** Starts it again on what it had written. */
  public void restart() {
    chain = EmbeddedChain.start(directory, BLOCK_TIME);
    blocks = new BlockProducer(http, BLOCK_TIME);
  }

  private void call(String method, Object... parameters) {
    try {
      Done done = new Request<>(method, List.of(parameters), http, Done.class).send();
      if (done.hasError()) {
        throw new AssertionError(method + ": " + done.getError().getMessage());
      }
    } catch (IOException e) {
      throw new AssertionError(method, e);
    }
  }

  @Override
  public void close() {
    blocks.close();
    chain.close();
  }
}
