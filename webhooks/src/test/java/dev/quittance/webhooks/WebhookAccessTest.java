package dev.quittance.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookAccessTest {
  @Test
  void itsTopologyReadsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new WebhookStage(Settings.Webhooks.NONE, Optional.empty()).access();
    StageAccess wired =
        StageAccess.of(WebhookTopology.of(new FixedIdSerdes(), () -> EndpointBook.EMPTY, 1));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.emits()).isEqualTo(declared.emits());
  }
}
