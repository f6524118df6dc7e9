package dev.quittance.anchorer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.anchorer.domain.SettlementProgress;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodPart;
import dev.quittance.receipts.log.SettlementRow;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is stored is read back as it was. */
class StoredBytesTest {
  private static final int CASES = 200;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void progress() {
    for (int i = 0; i < CASES; i++) {
      SettlementProgress progress = SettlementProgress.INITIAL;
      for (int step = random.nextInt(20); step > 0; step--) {
        progress =
            random.nextInt(4) == 0
                ? progress.settled()
                : progress.end(progress.nextPeriod() + random.nextInt(4), random.nextInt(100));
      }
      assertThat(SettlementProgress.decode(progress.encode()))
          .as("seed %d", seed)
          .isEqualTo(progress);
    }
  }

  @Test
  void progressOfAnotherVersion() {
    byte[] encoded = SettlementProgress.INITIAL.encode().toByteArray();
    encoded[0] = 2;
    assertThatThrownBy(() -> SettlementProgress.decode(Bytes.wrap(encoded)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void part() {
    for (int i = 0; i < CASES; i++) {
      long seq = random.nextLong(Long.MAX_VALUE);
      int partition = random.nextInt(64);
      PeriodPart part =
          new PeriodPart(
              new PeriodClose(Bytes32.ZERO, seq, number(), number(), partition, 64),
              new PartitionHead(
                  partition, number(), number(), number(), number(), number(), number(), hash(),
                  hash(), number()),
              number());
      assertThat(StoredPart.decode(Bytes32.ZERO, 64, seq, StoredPart.encode(part)))
          .as("seed %d", seed)
          .isEqualTo(part);
    }
  }

  @Test
  void row() {
    for (int i = 0; i < CASES; i++) {
      AccountAsset key = new AccountAsset(address(), address());
      SettlementRow row = new SettlementRow(number(), key, balance(), balance());
      byte[] stored = StoredRow.encode(row);
      assertThat(StoredRow.decode(row.seq(), key.encode().toByteArray(), stored))
          .as("seed %d", seed)
          .isEqualTo(row);
    }
  }

  private long number() {
    return random.nextLong(Long.MAX_VALUE);
  }

  private Bytes32 hash() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Bytes32.wrap(bytes);
  }

  private Address address() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }

  private Balance balance() {
    return new Balance(new BigInteger(256, random), new BigInteger(256, random));
  }
}
