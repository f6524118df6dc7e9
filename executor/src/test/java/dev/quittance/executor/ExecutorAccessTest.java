package dev.quittance.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.domain.RetryPolicy;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.receipts.crypto.Address;
import org.junit.jupiter.api.Test;

class ExecutorAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new ExecutorStage().access();
    Address house = Address.fromHex("0x" + "0a".repeat(20));
    TestSerdes serdes = new TestSerdes();
    StageAccess wired =
        StageAccess.of(
            ExecutorTopology.of(
                serdes,
                new MemoryBlobs(),
                house,
                AdmissionLimits.DEFAULT,
                RetryPolicy.DEFAULT,
                new DeadLetterOffice("executor", serdes, house, Strikes.inMemory())));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.redriven()).isEqualTo(declared.redriven());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
