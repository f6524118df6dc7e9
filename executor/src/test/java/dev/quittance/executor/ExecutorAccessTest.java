package dev.quittance.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.stage.StageAccess;
import dev.quittance.receipts.crypto.Address;
import org.junit.jupiter.api.Test;

class ExecutorAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new ExecutorStage().access();
    StageAccess wired =
        StageAccess.of(
            ExecutorTopology.of(
                new TestSerdes(), new MemoryBlobs(), Address.fromHex("0x" + "0a".repeat(20))));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
