package dev.quittance.webhooks.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.webhooks.domain.Delivering.Standing;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Overflow;
import dev.quittance.webhooks.domain.Pace;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredCodecTest {
  private static final Standing NEVER_FULL =
      new Standing(
          Endpoint.registered("ep_1", "acme", "https://a.example/", List.of("error"), 5),
          new Pace(8, 2, 7, 6));

  @Test
  void anEndpointComesBackAsItWas() {
    Standing full =
        new Standing(
            NEVER_FULL.endpoint().disabled("gone").overflowing(new Overflow(8, 9)),
            NEVER_FULL.pace());

    assertThat(StoredCodec.standing(StoredCodec.encode(full))).isEqualTo(full);
  }

  @Test
  void anEndpointOfBeforeThereWereOverflowsNeverHadOne() {
    byte[] now = StoredCodec.encode(NEVER_FULL);
    byte[] before = Arrays.copyOf(now, now.length - 2 * Long.BYTES);
    before[0] = 1;

    assertThat(StoredCodec.standing(before)).isEqualTo(NEVER_FULL);
  }
}
