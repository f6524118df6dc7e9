package dev.quittance.settler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlerAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new SettlerStage().access();
    ReceiptsCodec codec =
        new ReceiptsCodec(Map.of(FixedIdSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()));
    FixedIdSerdes serdes = new FixedIdSerdes();
    DeadLetterOffice office =
        new DeadLetterOffice(
                "settler", serdes, Address.fromHex("0x" + "0a".repeat(20)), Strikes.inMemory())
            .ofSecondReader();
    StageAccess wired =
        StageAccess.of(SettlerTopology.of(serdes, List.of(Topics.RECEIPTS.name()), codec, office));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.redriven()).isEqualTo(declared.redriven());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
