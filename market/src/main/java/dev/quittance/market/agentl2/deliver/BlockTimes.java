package dev.quittance.market.agentl2.deliver;

import dev.quittance.platform.chain.ChainRpc;
import java.io.IOException;
import java.math.BigInteger;
import org.web3j.protocol.core.DefaultBlockParameter;

/** When blocks were made. */
final class BlockTimes {
  private BlockTimes() {}

  /** The timestamp of the block that has this number now, unix seconds. */
  static long secondsOf(ChainRpc rpc, long block) throws IOException {
    var answer =
        rpc.web3j()
            .ethGetBlockByNumber(DefaultBlockParameter.valueOf(BigInteger.valueOf(block)), false)
            .send();
    if (answer.hasError() || answer.getBlock() == null) {
      throw new IOException("the chain at %s has no block %d".formatted(rpc.endpoint(), block));
    }
    return answer.getBlock().getTimestamp().longValueExact();
  }
}
