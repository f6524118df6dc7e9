package dev.quittance.receipts.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws 1 to 3 of the log's format: trees and their proofs. */
class MerkleLawsTest {

  /** MTH as RFC 6962 defines it, without any cleverness. */
  private static Bytes32 mth(List<Bytes32> leaves) {
    if (leaves.isEmpty()) {
      return Rfc6962.EMPTY_ROOT;
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return Rfc6962.nodeHash(
        mth(leaves.subList(0, split)), mth(leaves.subList(split, leaves.size())));
  }

  /** The root from nothing but level-0 tiles, by the rule that a full tile is one hash above. */
  private static Bytes32 tileRoot(MerkleTree tree) {
    List<Bytes32> level = new ArrayList<>();
    for (int index = 0; TileHashes.width(tree.size(), 0, index) > 0; index++) {
      level.add(mth(hashes(TileHashes.tile(tree, 0, index))));
    }
    return mth(level);
  }

  private static List<Bytes32> hashes(Bytes tile) {
    ByteBuffer buffer = tile.asBuffer();
    return Stream.generate(() -> Bytes32.read(buffer)).limit(tile.size() / Bytes32.SIZE).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  @DisplayName("1: frontier root = recursive MTH = tree root = tile root, for every n")
  void law1(long seed) {
    List<Bytes32> leaves = new RandomValues(seed).hashes(700);
    MerkleTree whole = MerkleTree.of(leaves);
    Frontier frontier = Frontier.EMPTY;
    for (int n = 0; n <= leaves.size(); n++) {
      Bytes32 root = mth(leaves.subList(0, n));
      assertThat(frontier.size()).isEqualTo(n);
      assertThat(frontier.root()).as("n = %d", n).isEqualTo(root);
      assertThat(whole.root(n)).as("n = %d", n).isEqualTo(root);
      assertThat(tileRoot(MerkleTree.of(leaves.subList(0, n)))).as("n = %d", n).isEqualTo(root);
      assertThat(Frontier.decode(frontier.encode())).isEqualTo(frontier);
      if (n < leaves.size()) {
        frontier = frontier.append(leaves.get(n));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 4, 5})
  @DisplayName("2: every inclusion path verifies, and none that differs in anything")
  void law2(long seed) {
    RandomValues values = new RandomValues(seed);
    MerkleTree tree = MerkleTree.of(values.hashes(70));
    for (int size = 1; size <= tree.size(); size++) {
      Bytes32 root = tree.root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = tree.inclusionProof(index, size);
        assertThat(proof.verify(tree.leafHash(index), root)).isTrue();
        assertRefused(values, proof, tree.leafHash(index), root);
      }
    }
  }

  private static void assertRefused(
      RandomValues values, InclusionProof proof, Bytes32 leaf, Bytes32 root) {
    long index = proof.index();
    long size = proof.size();
    List<Bytes32> path = proof.path();
    String what = proof.toString();
    long other = values.below((int) size + 2);
    if (other != index) {
      assertThat(new InclusionProof(other, size, path).verify(leaf, root)).as(what).isFalse();
    }
    assertThat(new InclusionProof(-1, size, path).verify(leaf, root)).as(what).isFalse();
    assertThat(proof.verify(values.flipped(leaf), root)).as(what).isFalse();
    assertThat(proof.verify(leaf, values.flipped(root))).as(what).isFalse();
    List<Bytes32> longer = new ArrayList<>(path);
    longer.add(values.below(path.size() + 1), values.bytes32());
    assertThat(new InclusionProof(index, size, longer).verify(leaf, root)).as(what).isFalse();
    if (!path.isEmpty()) {
      List<Bytes32> shorter = new ArrayList<>(path);
      shorter.remove(values.below(path.size()));
      assertThat(new InclusionProof(index, size, shorter).verify(leaf, root)).as(what).isFalse();
      List<Bytes32> changed = new ArrayList<>(path);
      changed.replaceAll(hash -> hash.equals(path.getLast()) ? values.flipped(hash) : hash);
      assertThat(new InclusionProof(index, size, changed).verify(leaf, root)).as(what).isFalse();
    }
  }

  @Test
  @DisplayName("2: a size that differs by one is refused where it changes the path's shape")
  void law2SizeOffByOne() {
    RandomValues values = new RandomValues(6);
    MerkleTree tree = MerkleTree.of(values.hashes(40));
    for (int size = 1; size < tree.size(); size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = tree.inclusionProof(index, size);
        Bytes32 leaf = tree.leafHash(index);
        // Against the other size's root no such proof holds, whatever its shape.
        assertThat(
                new InclusionProof(index, size + 1, proof.path()).verify(leaf, tree.root(size + 1)))
            .isFalse();
        assertThat(
                new InclusionProof(index, size - 1, proof.path()).verify(leaf, tree.root(size - 1)))
            .isFalse();
        // The leaf at the right edge is where the shape tells sizes apart.
        if (index == size - 1) {
          assertThat(
                  new InclusionProof(index, size - 1, proof.path()).verify(leaf, tree.root(size)))
              .isFalse();
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 8})
  @DisplayName("3: consistency proofs verify for all m ≤ n, and none that differs in anything")
  void law3(long seed) {
    RandomValues values = new RandomValues(seed);
    MerkleTree tree = MerkleTree.of(values.hashes(50));
    for (int n = 0; n <= tree.size(); n++) {
      for (int m = 0; m <= n; m++) {
        ConsistencyProof proof = tree.consistencyProof(m, n);
        Bytes32 older = tree.root(m);
        Bytes32 newer = tree.root(n);
        assertThat(proof.verify(older, newer)).as("%d of %d", m, n).isTrue();
        assertThat(proof.verify(values.flipped(older), newer)).as("%d of %d", m, n).isFalse();
        if (m > 0) {
          assertThat(proof.verify(older, values.flipped(newer))).as("%d of %d", m, n).isFalse();
        }
        assertThat(with(proof, values.bytes32()).verify(older, newer)).isFalse();
        for (int i = 0; i < proof.path().size(); i++) {
          List<Bytes32> changed = new ArrayList<>(proof.path());
          changed.set(i, values.flipped(changed.get(i)));
          assertThat(new ConsistencyProof(m, n, changed).verify(older, newer)).isFalse();
          List<Bytes32> shorter = new ArrayList<>(proof.path());
          shorter.remove(i);
          assertThat(new ConsistencyProof(m, n, shorter).verify(older, newer)).isFalse();
        }
      }
    }
  }

  private static ConsistencyProof with(ConsistencyProof proof, Bytes32 more) {
    List<Bytes32> longer = new ArrayList<>(proof.path());
    longer.add(more);
    return new ConsistencyProof(proof.first(), proof.second(), longer);
  }
}
