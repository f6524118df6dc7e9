package dev.quittance.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.merkle.Frontier;
import dev.quittance.receipts.merkle.InclusionProof;
import dev.quittance.receipts.merkle.MerkleTree;
import dev.quittance.receipts.merkle.Rfc6962;
import dev.quittance.receipts.merkle.StandardMerkleTree;
import dev.quittance.receipts.merkle.TileWriter;
import dev.quittance.receipts.merkle.TiledTree;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Measures our trees on one thread, as {@code bench/js/src/measure.mjs} does the others. */
final class OwnTrees {
  private static final int WORD = 32;

  private final List<Bytes> entries;
  private final int proofs;
  private final double leastSeconds;
  private final Path folder;

  /**
   * @param folder for tiles
   */
  OwnTrees(TreeBenchOptions options, Path folder) {
    this.entries = TreeEntries.of(options.seed(), options.leaves());
    this.proofs = options.proofs();
    this.leastSeconds = options.leastMs() / 1e3;
    this.folder = folder;
  }

  /** A tree that is appended to, with its tiles in files. */
  TreeRates appended() {
    EntryTree name = new EntryTree(SignedReceipts.LOG.topicId(), 0, 0);
    TileFolder tiles = new TileFolder(folder, name);
    return this.<Frontier, InclusionProof>measure(
        () -> append(tiles),
        Frontier::root,
        tree -> {
          TiledTree tiled = new TiledTree(tree.size(), tiles);
          return tiled::inclusionProof;
        },
        (tree, index, proof) -> proof.verify(Rfc6962.leafHash(entries.get(index)), tree.root()));
  }

  private Frontier append(TileFolder tiles) {
    TileWriter writer = new TileWriter(tiles);
    Frontier tree = Frontier.EMPTY;
    for (Bytes entry : entries) {
      writer.append(tree.size(), entry).forEach(tiles::write);
      tree = tree.append(Rfc6962.leafHash(entry));
    }
    writer.finish(tree.size()).forEach(tiles::write);
    return tree;
  }

  /** The same tree, all of it in memory. */
  TreeRates inMemory() {
    return this.<MerkleTree, InclusionProof>measure(
        () -> MerkleTree.of(entries.stream().map(Rfc6962::leafHash).toList()),
        MerkleTree::root,
        tree -> tree::inclusionProof,
        (tree, index, proof) -> proof.verify(Rfc6962.leafHash(entries.get(index)), tree.root()));
  }

  /** The tree of sorted keccak pairs, each entry a row of one value of type {@code bytes}. */
  TreeRates standard() {
    return this.<StandardMerkleTree, List<Bytes32>>measure(
        () -> StandardMerkleTree.of(entries.stream().map(OwnTrees::abiEncoded).toList()),
        StandardMerkleTree::root,
        tree -> tree::proof,
        (tree, index, proof) ->
            StandardMerkleTree.verify(abiEncoded(entries.get(index)), proof, tree.root()));
  }

  /** A row of one value of Solidity's type {@code bytes}: offset, length, padded bytes. */
  static Bytes abiEncoded(Bytes value) {
    int padded = Math.ceilDiv(value.size(), WORD) * WORD;
    ByteBuffer words = ByteBuffer.allocate(2 * WORD + padded);
    words.putInt(WORD - Integer.BYTES, WORD).putInt(2 * WORD - Integer.BYTES, value.size());
    return Bytes.wrap(words.put(2 * WORD, value.toByteArray()).array());
  }

  /** Whether a proof of the leaf at an index is good. */
  @FunctionalInterface
  private interface Check<T, P> {
    boolean test(T tree, int index, P proof);
  }

  private <T, P> TreeRates measure(
      Supplier<T> build,
      Function<T, Bytes32> root,
      Function<T, IntFunction<P>> prover,
      Check<T, P> check) {
    long before = usedHeap();
    Timed<T> built = timed(entries.size(), build);
    long heapBytes = Math.max(0, usedHeap() - before);
    T tree = built.result();
    IntFunction<P> prove = prover.apply(tree);
    int[] indexes =
        IntStream.range(0, proofs).map(k -> TreeEntries.provenLeaf(k, entries.size())).toArray();
    Timed<List<P>> proven = timed(proofs, () -> IntStream.of(indexes).mapToObj(prove).toList());
    List<P> made = proven.result();
    Timed<Boolean> checked =
        timed(
            proofs,
            () ->
                IntStream.range(0, proofs)
                    .allMatch(k -> check.test(tree, indexes[k], made.get(k))));
    if (!checked.result()) {
      throw new IllegalStateException("a proof of our own fails");
    }
    return new TreeRates(
        root.apply(tree), built.perSecond(), proven.perSecond(), checked.perSecond(), heapBytes);
  }

  private record Timed<R>(R result, double perSecond) {}

  /** What the work gave, and its rate: done again until it took long enough to be measured. */
  private <R> Timed<R> timed(int count, Supplier<R> work) {
    double start = cpuSeconds();
    R result = work.get();
    long done = count;
    while (cpuSeconds() - start < leastSeconds) {
      result = work.get();
      done += count;
    }
    return new Timed<>(result, done / (cpuSeconds() - start));
  }

  private static double cpuSeconds() {
    return Objects.requireNonNull(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class))
            .getProcessCpuTime()
        / 1e9;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
