package dev.quittance.settler.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.schemas.avro.PayoutFinal;
import dev.quittance.schemas.avro.PayoutReopened;
import dev.quittance.schemas.avro.PayoutSubmitted;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client on a real broker and a real devnet, replaced and restarted in between. */
class PayoutClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final BigInteger FIRST_CREDIT = BigInteger.valueOf(900);
  private static final BigInteger BOTH_CREDITS = BigInteger.valueOf(2000);

  @TempDir Path directory;

  @Test
  void paysEachVendorOnceWhateverHappensToItsClients() throws Exception {
    try (PaidLine line = new PaidLine(directory)) {
      line.mint(FIRST_CREDIT.add(PaidLine.FEE));
      line.anchor(0, FIRST_CREDIT, FIRST_CREDIT);
      line.anchorEmpty(1);

      replacedClientsPay(line);

      assertThat(line.balance(PaidLine.VENDOR)).isEqualTo(FIRST_CREDIT);
      assertThat(line.balance(PaidLine.FEE_RECIPIENT)).isEqualTo(PaidLine.FEE);
      assertThat(line.count(PayoutFinal.class)).isEqualTo(2);

      line.anchor(2, BOTH_CREDITS.subtract(FIRST_CREDIT), BOTH_CREDITS);
      whatIsOutstandingIsPaidWhenTheVaultCanPay(line);

      assertThat(line.balance(PaidLine.VENDOR)).isEqualTo(BOTH_CREDITS);
      assertThat(line.failures).isEmpty();
    }
  }

  /** The first client is fenced in the middle of its work. */
  private static void replacedClientsPay(PaidLine line) {
    try (PayoutClient first = PayoutClient.start(line.context())) {
      await().atMost(PATIENCE).until(() -> line.count(PayoutSubmitted.class) > 0);
      try (PayoutClient second = PayoutClient.start(line.context())) {
        await().atMost(PATIENCE).until(() -> second.paidThrough().equals(OptionalLong.of(1)));
      }
      assertThat(first.name()).isEqualTo(PayoutClient.NAME);
    }
  }

  private static void whatIsOutstandingIsPaidWhenTheVaultCanPay(PaidLine line) {
    try (PayoutClient client = PayoutClient.start(line.context())) {
      await().atMost(PATIENCE).until(() -> line.count(PayoutReopened.class) > 0);
      assertThat(client.paidThrough()).isEqualTo(OptionalLong.of(1));
      line.mint(BigInteger.valueOf(1_000_000));
      await().atMost(PATIENCE).until(() -> client.paidThrough().equals(OptionalLong.of(2)));
    }
  }
}
