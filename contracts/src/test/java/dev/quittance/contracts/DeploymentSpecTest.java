package dev.quittance.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentSpecTest {
  private static final String LOG =
      "09d12b86b2a54b783589858f6161980a46d77cdb07f18433a85f1ef4ce0399b5";
  private static final String OPERATOR = "0x9fafa050769fe177f3ec6b105a32b7cf46399723";

  @ParameterizedTest
  @CsvSource({
    "09d12b, 0x9fafa050769fe177f3ec6b105a32b7cf46399723, PT1M, logId",
    LOG + ", 9fafa050769fe177f3ec6b105a32b7cf46399723, PT1M, operator",
    LOG + ", 0x9fafa050769fe177f3ec6b105a32b7cf46399723, PT-1S, payoutDelay",
    LOG + ", 0x9fafa050769fe177f3ec6b105a32b7cf46399723, PT0.5S, payoutDelay",
  })
  void aBadComponentIsNamed(String logId, String operator, Duration delay, String component) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeploymentSpec(logId, operator, delay, true))
        .withMessageStartingWith(component + " must be ");
  }

  @Test
  void theLogIdMayHaveAPrefix() {
    DeploymentSpec bare = new DeploymentSpec(LOG, OPERATOR, Duration.ZERO, false);
    DeploymentSpec prefixed = new DeploymentSpec("0x" + LOG, OPERATOR, Duration.ZERO, false);
    assertThat(prefixed.logIdBytes()).isEqualTo(bare.logIdBytes()).hasSize(32);
  }
}
