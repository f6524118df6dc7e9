package dev.quittance.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.protocol.Service;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;

/** Failures are values; a deployment that succeeds needs a chain and is an integration test. */
class ContractDeployerTest {
  private static final Credentials ACCOUNT =
      Credentials.create("0x35c5555fbcb70a1663f618586e8edf59150a1077a18af04e81a189450039f87a");
  private static final DeploymentSpec SPEC =
      new DeploymentSpec("00".repeat(32), ACCOUNT.getAddress(), Duration.ofSeconds(5), true);

  @Test
  void aSilentChainIsAFailure() {
    assertThat(deployOn(Map.of()))
        .isEqualTo(
            new DeploymentResult.Failed("chain", "does not answer: no answer to eth_chainId"));
  }

  @Test
  void anErrorOfTheNodeIsAFailure() {
    String error = "{\"error\":{\"code\":-32000,\"message\":\"out of funds\"}}";
    assertThat(deployOn(Map.of("eth_chainId", error)))
        .isEqualTo(new DeploymentResult.Failed("chain", "out of funds"));
  }

  @Test
  void aRefusedTransactionNamesItsContract() {
    DeploymentResult result =
        deployOn(
            Map.of(
                "eth_chainId", "{\"result\":\"0x7a69\"}",
                "eth_getTransactionCount", "{\"result\":\"0x0\"}",
                "eth_sendRawTransaction",
                    "{\"error\":{\"code\":-32000,\"message\":\"out of funds\"}}"));
    assertThat(result)
        .isInstanceOfSatisfying(
            DeploymentResult.Failed.class,
            failed -> {
              assertThat(failed.contract()).isEqualTo("TestUSD");
              assertThat(failed.reason()).contains("out of funds");
            });
  }

  private static DeploymentResult deployOn(Map<String, String> answers) {
    Web3j web3j = Web3j.build(new CannedNode(answers));
    return ContractDeployer.from(web3j, ACCOUNT, 31337).deploy(SPEC);
  }

  /** Answers each JSON-RPC method with a fixed text, and is silent on others. */
  private static final class CannedNode extends Service {
    private final Map<String, String> answers;

    CannedNode(Map<String, String> answers) {
      super(false);
      this.answers = answers;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public <T extends Response> T send(Request request, Class<T> type) throws IOException {
      String answer = answers.get(request.getMethod());
      if (answer == null) {
        throw new IOException("no answer to " + request.getMethod());
      }
      return ObjectMapperFactory.getObjectMapper().readValue(answer, type);
    }

    @Override
    protected java.io.InputStream performIO(String payload) throws IOException {
      throw new IOException("not reached");
    }

    @Override
    public void close() {}
  }
}
