package dev.quittance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.stage.StageAccess;
import dev.quittance.receipts.crypto.Address;
import org.junit.jupiter.api.Test;

class IngestAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new IngestStage().access();
    StageAccess wired =
        StageAccess.of(
            IngestTopology.of(
                new TestSerdes(),
                () -> Samples.CATALOGUE,
                Address.fromHex("0x" + "0a".repeat(20))));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
