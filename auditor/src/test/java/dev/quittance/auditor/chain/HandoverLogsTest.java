package dev.quittance.auditor.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.exceptions.ClientConnectionException;

/** Whatever a node's limits are, all handovers since the first anchor are read, each once. */
class HandoverLogsTest {
  private static final Address CONTRACT = address(new Random(0));

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  /** A chain with anchors and handovers; blocks may have the same time. */
  private static final class Chain {
    final Random random;
    final FakeNode node = new FakeNode(CONTRACT);
    final List<OperatorChange> changes = new ArrayList<>();
    long firstAnchored;

    Chain(long seed) {
      random = new Random(seed);
      node.block(1_000);
      for (int blocks = 20 + random.nextInt(400); blocks > 0; blocks--) {
        block();
      }
      if (node.anchored() == 0) {
        anchor();
      }
    }

    private void block() {
      node.block(node.times.getLast() + random.nextInt(3));
      for (int i = random.nextInt(3); i > 0; i--) {
        switch (random.nextInt(8)) {
          case 0 -> anchor();
          case 1 -> change();
          default -> {}
        }
      }
    }

    private void anchor() {
      firstAnchored = node.anchored() == 0 ? node.times.getLast() : firstAnchored;
      node.anchor();
    }

    private void change() {
      OperatorChange change = node.change(address(random), address(random));
      changes.add(change);
    }

    List<OperatorChange> read() throws IOException {
      return new HandoverLogs(Web3j.build(node), CONTRACT).read(firstAnchored, node.anchored());
    }
  }

  private static Address address(Random random) {
    byte[] bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allAreReadInOrderWhateverTheNodeAllows(long seed) throws IOException {
    Chain chain = new Chain(seed);
    chain.node.mostBlocks = 1 + chain.random.nextInt(60);
    chain.node.mostResults = 6 + chain.random.nextInt(20);
    chain.node.refusal =
        switch (chain.random.nextInt(3)) {
          case 0 -> chain.node.refusal;
          case 1 ->
              () -> {
                throw new ClientConnectionException("413");
              };
          default ->
              () -> {
                throw new SocketTimeoutException("Read timed out");
              };
        };

    List<OperatorChange> read = chain.read();

    assertThat(read)
        .as("seed %d", seed)
        .doesNotHaveDuplicates()
        .containsSubsequence(chain.changes.stream().filter(change -> change.fromSeq() > 0).toList())
        .isEqualTo(chain.changes.subList(chain.changes.size() - read.size(), chain.changes.size()));
    assertThat(chain.node.asked)
        .filteredOn(asked -> asked.blocks() > chain.node.mostBlocks)
        .as("refused for their length, seed %d", seed)
        .hasSizeLessThan(10 + chain.node.asked.size() / 2 + 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsAskedOfBlocksBeforeTheFirstAnchor(long seed) throws IOException {
    Chain chain = new Chain(seed);

    chain.read();

    assertThat(chain.node.asked)
        .singleElement()
        .satisfies(asked -> {
          assertThat(chain.node.times.get((int) asked.from())).isEqualTo(chain.firstAnchored);
          assertThat(asked.to()).isEqualTo(chain.node.latest());
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aNodeThatDropsOldLogsIsNotBelieved(long seed) {
    Chain chain = new Chain(seed);
    chain.node.keepsFrom = chain.node.latest() + 1;

    assertThatExceptionOfType(IOException.class)
        .as("seed %d", seed)
        .isThrownBy(chain::read)
        .withMessageContaining("no log of how period 0 was anchored");
  }

  @Test
  void aNodeThatGivesNoLogsOfOneBlockIsSaid() {
    Chain chain = new Chain(1);
    chain.node.mostBlocks = 0;

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(chain::read)
        .withMessageContaining("too many blocks");
    assertThat(chain.node.asked).hasSizeLessThan(12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNodeThatLagsIsSaid(long seed) {
    Chain chain = new Chain(seed);
    chain.node.refusedFrom = chain.node.latest();

    assertThatExceptionOfType(IOException.class)
        .as("seed %d", seed)
        .isThrownBy(chain::read)
        .withMessageContaining("no logs of block " + chain.node.latest());
  }

  @Test
  void aNodeThatIsGoneIsAskedOnce() {
    Chain chain = new Chain(2);
    chain.node.mostBlocks = 0;
    chain.node.refusal =
        () -> {
          throw new ConnectException("Connection refused");
        };

    assertThatExceptionOfType(ConnectException.class).isThrownBy(chain::read);
    assertThat(chain.node.asked).hasSize(1);
  }
}
