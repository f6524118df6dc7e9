package dev.quittance.market.agentl2.follow;

import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chain and the marketplace on it, as a follower asks. An {@link IOException} says that there
 * is no answer now.
 */
public interface ChainView {
  /** The newest block. */
  BlockHead latest() throws IOException;

  /** Number of the newest block that no reorg can take back. */
  long finalized() throws IOException;

  /** The hash of the block that has this number now. */
  Optional<Bytes32> blockHash(long number) throws IOException;

  /** The block that has this number now, and the one before it. */
  Optional<Link> link(long number) throws IOException;

  /**
   * A block's place in the chain.
   *
   * @param parent hash of the block before it
   */
  record Link(Bytes32 hash, Bytes32 parent) {}

  /**
   * What the marketplace has logged in a block, in the chain's order.
   *
   * @throws IOException if the node does not have this very block
   */
  List<MarketLog> logs(BlockRef block) throws IOException;

  /**
   * What the marketplace has logged in these blocks, both included, in the chain's order: as far as
   * the node has them.
   *
   * @throws LogsRefused if the node does not answer so much at once
   */
  List<MarketLog> logs(long from, long to) throws IOException;

  /**
   * The orders as they stand in the newest block; one that the contract does not know is absent.
   */
  Map<Bytes32, MarketOrder> orders(Collection<Bytes32> orderIds) throws IOException;

  /** A node that refuses a question for logs: for fewer blocks it may answer. */
  final class LogsRefused extends IOException {
    private static final long serialVersionUID = 1;

    /** Refused for this reason. */
    public LogsRefused(String reason) {
      super(reason);
    }
  }
}
