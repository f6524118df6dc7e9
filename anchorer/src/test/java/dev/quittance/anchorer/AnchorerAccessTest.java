package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.anchorer.client.AnchorClientStage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.EpochStart;
import dev.quittance.schemas.Topics;
import org.junit.jupiter.api.Test;

class AnchorerAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new AnchorerStage(new AnchorClientStage()).access();
    StageAccess wired =
        StageAccess.of(
            LogTopology.of(
                RandomLog.of(1).log(),
                EpochStart.first(Topics.RECEIPTS.name()),
                RandomLog.CODEC::decode,
                RandomLog.NOTE_SEED,
                Secp256k1Signatures.preferred(),
                new TestSerdes()));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.redriven()).isEqualTo(declared.redriven());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
