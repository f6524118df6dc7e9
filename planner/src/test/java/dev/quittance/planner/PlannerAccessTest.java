package dev.quittance.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.Catalogue;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.crypto.Address;
import org.junit.jupiter.api.Test;

class PlannerAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new PlannerStage().access();
    Address house = Address.fromHex("0x" + "99".repeat(20));
    FixedIdSerdes serdes = new FixedIdSerdes();
    StageAccess wired =
        StageAccess.of(
            PlannerTopology.of(
                serdes,
                () -> Catalogue.EMPTY,
                house,
                new DeadLetterOffice("planner", serdes, house, Strikes.inMemory())));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.redriven()).isEqualTo(declared.redriven());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
