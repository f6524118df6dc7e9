package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedChainIT {
  @TempDir Path directory;

  /** What it writes down is some seconds older than its head. */
  private static final int WRITTEN = 6;

  @Test
  void keepsWhatIsFinalWhenAnvilIsKilled() throws Exception {
    String transaction;
    long block;
    try (EmbeddedChain chain = EmbeddedChain.start(directory)) {
      transaction = Rpc.sendWei(chain);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> Rpc.blockOf(chain, transaction) > 0 && finalized(chain, transaction));
      block = Rpc.blockOf(chain, transaction);
      ProcessHandle.of(chain.pid()).orElseThrow().destroyForcibly();
    }

    try (EmbeddedChain again = EmbeddedChain.start(directory)) {
      assertThat(Rpc.blockOf(again, transaction)).isEqualTo(block);
      long head = Rpc.blockNumber(again);
      assertThat(head).isGreaterThanOrEqualTo(block);
      await().atMost(Duration.ofSeconds(90)).until(() -> Rpc.blockNumber(again) > head);
    }
  }

  @Test
  void endsWithTheMachineThatStartedIt() throws Exception {
    try (ChildMachine machine = ChildMachine.start("chain", directory)) {
      assertThat(machine.livingChildren()).hasSize(1);
      machine.terminate();
      assertThat(machine.livingChildren()).isEmpty();
    }
    assertThat(directory.resolve("anvil.pid")).doesNotExist();
  }

  private static boolean finalized(EmbeddedChain chain, String transaction) {
    return Rpc.blockNumber(chain) >= Rpc.blockOf(chain, transaction) + WRITTEN;
  }
}
