package dev.quittance.market.agentl2.follow;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest blocks, each the parent of the next, whichever nodes answered. Their logs are asked
 * for by their hashes: a node that lags must say that it has no such block, where it would answer a
 * question for numbers with no logs. What a hash stands for never changes, so each block is read
 * once, and a round that failed half way is not for nothing. Not thread-safe.
 */
final class Tip {
  private static final int KEPT = 1_000;

  private final ChainView chain;
  private final Map<Bytes32, Block> known = new HashMap<>();

  /** A block and what the marketplace has logged in it. */
  record Block(BlockRef ref, Bytes32 parent, List<MarketLog> logs) {
    Block {
      logs = List.copyOf(logs);
    }
  }

  Tip(ChainView chain) {
    this.chain = chain;
  }

  /**
   * The blocks that end with this one, ascending.
   *
   * @param from number of the first one
   * @throws IOException if a node does not have one of them, or another one in its place
   */
  List<Block> read(BlockRef newest, long from) throws IOException {
    if (known.size() > KEPT + 2 * (newest.number() - from)) {
      // What rounds that failed have read of other branches, and of blocks that are handled.
      known.clear();
    }
    Deque<Block> blocks = new ArrayDeque<>();
    BlockRef wanted = newest;
    while (wanted.number() >= from) {
      Block block = block(wanted);
      blocks.addFirst(block);
      wanted = new BlockRef(wanted.number() - 1, block.parent());
    }
    known.clear();
    blocks.forEach(block -> known.put(block.ref().hash(), block));
    return List.copyOf(blocks);
  }

  /** Everything is to be read anew. */
  void forget() {
    known.clear();
  }

  private Block block(BlockRef ref) throws IOException {
    Block block = known.get(ref.hash());
    if (block == null) {
      block = new Block(ref, parent(ref), chain.logs(ref));
      known.put(ref.hash(), block);
    }
    return block;
  }

  private Bytes32 parent(BlockRef ref) throws IOException {
    return chain
        .link(ref.number())
        .filter(link -> link.hash().equals(ref.hash()))
        .map(ChainView.Link::parent)
        .orElseThrow(() ->
            new IOException(
                "block %d was replaced, or the node that was asked lags".formatted(ref.number())));
  }
}
