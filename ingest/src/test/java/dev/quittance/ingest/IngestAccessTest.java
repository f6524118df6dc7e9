package dev.quittance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.receipts.crypto.Address;
import org.junit.jupiter.api.Test;

class IngestAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new IngestStage(Settings.Gateway.DEFAULT).access();
    Address house = Address.fromHex("0x" + "0a".repeat(20));
    TestSerdes serdes = new TestSerdes();
    StageAccess wired =
        StageAccess.of(
            IngestTopology.of(
                serdes,
                () -> Samples.CATALOGUE,
                Samples.PROMISES,
                new DeadLetterOffice("ingest", serdes, house, Strikes.inMemory())));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.redriven()).isEqualTo(declared.redriven());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
