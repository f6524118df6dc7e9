package dev.quittance.cli;

import dev.quittance.platform.keys.Signer;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;

/** Money for gas on a devnet, which has it for the asking. */
public final class DevnetGas {
  private static final BigInteger AMOUNT_WEI = BigInteger.TEN.pow(20);

  private DevnetGas() {}

  /**
   * Gives accounts enough to pay for gas.
   *
   * @throws IOException when the chain does not answer, or is not a devnet (anvil) and refuses
   */
  public static void give(String rpcUrl, List<Signer> accounts) throws IOException {
    HttpService service = new HttpService(rpcUrl);
    try {
      for (Signer account : accounts) {
        Response<?> answer =
            new Request<>(
                    "anvil_setBalance",
                    List.of(account.address().toString(), "0x" + AMOUNT_WEI.toString(16)),
                    service,
                    VoidAnswer.class)
                .send();
        if (answer.hasError()) {
          throw new IOException("the devnet gives no gas money: " + answer.getError().getMessage());
        }
      }
    } finally {
      service.close();
    }
  }

  /** What {@code anvil_setBalance} answers. */
  static final class VoidAnswer extends Response<Object> {}
}
