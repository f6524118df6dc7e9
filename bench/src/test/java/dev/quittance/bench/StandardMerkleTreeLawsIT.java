package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.merkle.StandardMerkleTree;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 13, against OpenZeppelin's own package on Node. */
class StandardMerkleTreeLawsIT {
  private static final int RANDOM_SIZES = 6;
  private static final int LARGEST = 150;
  private static final List<String> SETTLEMENT_ROW =
      List.of("uint64", "address", "address", "uint256", "uint256", "uint256", "uint256");

  private static NodeLibraries openZeppelin;

  @BeforeAll
  static void find() throws IOException {
    NodeLibraries.Search search = NodeLibraries.find(Path.of(System.getProperty("quittance.home")));
    assertThat(search).isInstanceOf(NodeLibraries.Found.class);
    openZeppelin = ((NodeLibraries.Found) search).libraries();
  }

  static Stream<Long> seeds() {
    return Stream.of(1L, 2L, System.nanoTime());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("13: the settlement root is OpenZeppelin's for random rows, one row included")
  void law13(long seed) throws IOException {
    Random random = new Random(seed);
    ArrayNode trees = JsonNodeFactory.instance.arrayNode();
    List<Bytes32> roots = new ArrayList<>();
    for (int size : sizes(random)) {
      List<SettlementRow> rows = Stream.generate(() -> row(random)).limit(size).toList();
      ArrayNode values = tree(trees, SETTLEMENT_ROW);
      rows.forEach(row -> write(values.addArray(), row));
      roots.add(StandardMerkleTree.of(rows.stream().map(SettlementRow::abiEncode).toList()).root());
    }
    assertThat(openZeppelin.standardRoots(trees)).as("seed %d", seed).isEqualTo(roots);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("13: so it is for rows of bytes of any length, equal ones among them")
  void bytesOfAnyLength(long seed) throws IOException {
    Random random = new Random(seed);
    ArrayNode trees = JsonNodeFactory.instance.arrayNode();
    List<Bytes32> roots = new ArrayList<>();
    for (int size : sizes(random)) {
      List<Bytes> rows = new ArrayList<>(Stream.generate(() -> bytes(random)).limit(size).toList());
      rows.set(size - 1, rows.getFirst());
      ArrayNode values = tree(trees, List.of("bytes"));
      rows.forEach(row -> values.addArray().add(row.toString()));
      roots.add(StandardMerkleTree.of(rows.stream().map(OwnTrees::abiEncoded).toList()).root());
    }
    assertThat(openZeppelin.standardRoots(trees)).as("seed %d", seed).isEqualTo(roots);
  }

  private static List<Integer> sizes(Random random) {
    List<Integer> sizes = new ArrayList<>(List.of(1, 2, 3, 4, 5, 7, 8, 9));
    for (int i = 0; i < RANDOM_SIZES; i++) {
      sizes.add(1 + random.nextInt(LARGEST));
    }
    return sizes;
  }

  private static ArrayNode tree(ArrayNode trees, List<String> types) {
    ObjectNode tree = trees.addObject();
    types.forEach(tree.withArray("types")::add);
    return tree.putArray("rows");
  }

  private static void write(ArrayNode values, SettlementRow row) {
    values
        .add(Long.toUnsignedString(row.seq()))
        .add(row.key().account().toString())
        .add(row.key().asset().toString())
        .add(row.period().debit().toString())
        .add(row.period().credit().toString())
        .add(row.cumulative().debit().toString())
        .add(row.cumulative().credit().toString());
  }

  private static SettlementRow row(Random random) {
    AccountAsset key = new AccountAsset(address(random), address(random));
    return new SettlementRow(random.nextLong() >>> 1, key, balance(random), balance(random));
  }

  /** Numbers of every length, as long as the type allows among them. */
  private static Balance balance(Random random) {
    return new Balance(
        new BigInteger(random.nextInt(257), random), new BigInteger(random.nextInt(257), random));
  }

  private static Address address(Random random) {
    byte[] address = new byte[Address.SIZE];
    random.nextBytes(address);
    return Address.copyOf(address);
  }

  private static Bytes bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(100)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
