package dev.quittance.settler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlerAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new SettlerStage().access();
    ReceiptsCodec codec =
        new ReceiptsCodec(Map.of(FixedIdSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()));
    StageAccess wired = StageAccess.of(SettlerTopology.of(new FixedIdSerdes(), codec));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
