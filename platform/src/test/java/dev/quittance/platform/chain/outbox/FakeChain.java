package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.Fees;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A chain in memory, for one sending key: a pool that forgets, blocks, a price of gas that moves,
 * reorgs above the finalized block, and somebody else who uses the same key now and then.
 *
 * <p>Its contract takes jobs in the order of their numbers only, as the anchor contract does; a job
 * out of turn reverts, one that was done before changes nothing.
 */
final class FakeChain {
  static final int FINALITY = 3;

  /** The price never gets higher. */
  private static final int DEAREST = 400;

  private final Random random;
  private final List<Block> blocks = new ArrayList<>();
  private final Map<Long, SignedTransaction> pool = new TreeMap<>();
  private int forks;
  private long price = 1;

  private record Block(BlockRef ref, List<SignedTransaction> transactions) {}

  FakeChain(Random random) {
    this.random = random;
    mine();
  }

  long latest() {
    return blocks.size() - 1L;
  }

  long finalized() {
    return Math.max(0, latest() - FINALITY);
  }

  /** The next nonce as of a block. */
  long nonce(long block) {
    return transactions(block).size();
  }

  /** All transactions up to a block, in order: their nonces are 0, 1, 2 … */
  List<SignedTransaction> transactions(long block) {
    return blocks.stream()
        .limit(block + 1)
        .flatMap(mined -> mined.transactions().stream())
        .toList();
  }

  /** What is usually offered now; too little as soon as the price rises. */
  Fees fees() {
    return new Fees(BigInteger.valueOf(price), BigInteger.ONE);
  }

  /** Takes a transaction, in place of another one only if it offers more, or forgets it at once. */
  void send(SignedTransaction transaction) {
    if (transaction.nonce() >= nonce(latest()) && random.nextInt(8) > 0) {
      pool.merge(transaction.nonce(), transaction, FakeChain::preferred);
    }
  }

  private static SignedTransaction preferred(SignedTransaction old, SignedTransaction replacement) {
    long raisedByATenth = offer(old) + (offer(old) + 9) / 10;
    return offer(replacement) >= raisedByATenth ? replacement : old;
  }

  private static long offer(SignedTransaction transaction) {
    return transaction.fees().maxFee().longValueExact();
  }

  /** Somebody else uses the key's next nonce, ahead of what is in the pool. */
  void intrude() {
    long nonce = nonce(latest());
    byte[] raw = ByteBuffer.allocate(16).putLong(nonce).putLong(-1 - random.nextInt(99)).array();
    Fees fees = new Fees(BigInteger.valueOf(DEAREST), BigInteger.ONE);
    pool.put(nonce, new SignedTransaction(nonce, Sha256.hash(raw), Bytes.wrap(raw), fees));
  }

  void mine() {
    List<SignedTransaction> mined = new ArrayList<>();
    long nonce = blocks.isEmpty() ? 0 : nonce(latest());
    int room = random.nextInt(5);
    if (random.nextInt(10) == 0) {
      price = 1L + random.nextInt(DEAREST);
    }
    while (mined.size() < room && pool.containsKey(nonce) && offer(pool.get(nonce)) >= price) {
      mined.add(pool.remove(nonce));
      nonce++;
    }
    byte[] name = ByteBuffer.allocate(8).putInt(blocks.size()).putInt(forks).array();
    blocks.add(new Block(new BlockRef(blocks.size(), Sha256.hash(name)), mined));
    pool.keySet().removeIf(key -> random.nextInt(40) == 0);
  }

  /** Drops blocks that are not final and makes as many others; some transactions come back. */
  void reorg() {
    int depth = random.nextInt(FINALITY + 1);
    forks++;
    List<SignedTransaction> dropped = new ArrayList<>();
    for (int i = 0; i < depth && latest() > finalized(); i++) {
      dropped.addAll(blocks.removeLast().transactions());
    }
    pool.clear();
    dropped.stream().filter(_ -> random.nextBoolean()).forEach(this::send);
    for (int i = 0; i < depth; i++) {
      mine();
    }
  }

  Optional<ChainReceipt> receipt(Bytes32 hash) {
    for (Block block : blocks) {
      for (SignedTransaction transaction : block.transactions()) {
        if (transaction.hash().equals(hash)) {
          boolean succeeded = effects(latest()).succeeded().contains(hash);
          return Optional.of(new ChainReceipt(hash, succeeded, block.ref(), 1));
        }
      }
    }
    return Optional.empty();
  }

  /** How many jobs the contract has done as of a block, and the transactions that it took. */
  Effects effects(long block) {
    long done = 0;
    int repeats = 0;
    List<Bytes32> succeeded = new ArrayList<>();
    for (SignedTransaction transaction : transactions(block)) {
      long job = transaction.raw().asBuffer().getLong(Long.BYTES);
      if (job >= 0 && job <= done) {
        succeeded.add(transaction.hash());
        repeats += job < done ? 1 : 0;
        done = Math.max(done, job + 1);
      }
    }
    return new Effects(done, repeats, succeeded);
  }

  /**
   * What the contract holds.
   *
   * @param done jobs that are done, from 0
   * @param repeats transactions that did what was done before
   * @param succeeded transactions that did not revert
   */
  record Effects(long done, int repeats, List<Bytes32> succeeded) {}
}
