package dev.quittance.bench;

import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.keys.Signer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Gives accounts of the devnet enough to pay for gas. */
final class GasMoney {
  private static final String HUNDRED_ETHER_IN_WEI = "0x56bc75e2d63100000";
  private static final int TIMEOUT_MS = 10_000;

  private GasMoney() {}

  static void give(String rpcUrl, List<Signer> accounts) throws IOException {
    try (BlockingHttp http = new BlockingHttp(TIMEOUT_MS)) {
      for (Signer account : accounts) {
        String call =
            """
            {"jsonrpc":"2.0","id":1,"method":"anvil_setBalance","params":["%s","%s"]}\
            """
                .formatted(account.address(), HUNDRED_ETHER_IN_WEI);
        BlockingHttp.Answer answer =
            http.send(
                HttpMethod.POST,
                rpcUrl,
                Map.of("Content-Type", "application/json"),
                call.getBytes(StandardCharsets.UTF_8));
        if (!answer.isSuccess() || answer.body().contains("\"error\"")) {
          throw new IOException("the devnet gives no gas money: " + answer.body());
        }
      }
    }
  }
}
