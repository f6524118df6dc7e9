package dev.quittance.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.Catalogue;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.crypto.Address;
import org.junit.jupiter.api.Test;

class PlannerAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new PlannerStage().access();
    StageAccess wired =
        StageAccess.of(
            PlannerTopology.of(
                new FixedIdSerdes(),
                () -> Catalogue.EMPTY,
                Address.fromHex("0x" + "99".repeat(20))));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
