package dev.quittance.settler.payout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.merkle.StandardMerkleTree;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodPayoutTest {
  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {1, 2, 99, 100, 101, 250, 333})
  void claimsEachCreditOnceWithAProofOfAllRows(int count) {
    Random random = new Random(count);
    List<SettlementRow> rows = rows(count, random);

    PeriodPayout payout = PeriodPayout.of(3, rows);

    List<ClaimableRow> claimed = payout.batches().stream().flatMap(List::stream).toList();
    assertThat(claimed)
        .extracting(ClaimableRow::row)
        .containsExactlyInAnyOrderElementsOf(
            rows.stream().filter(row -> row.period().credit().signum() > 0).toList())
        .doesNotHaveDuplicates();
    assertThat(payout.root())
        .isEqualTo(
            StandardMerkleTree.of(rows.stream().map(SettlementRow::abiEncode).toList()).root());
    assertThat(claimed)
        .allMatch(
            row -> StandardMerkleTree.verify(row.row().abiEncode(), row.proof(), payout.root()));
    assertThat(payout.batches()).allMatch(batch -> !batch.isEmpty() && batch.size() <= 100);
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    List<SettlementRow> rows = rows(250, new Random(5));
    List<SettlementRow> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(6));

    assertThat(PeriodPayout.of(3, shuffled)).isEqualTo(PeriodPayout.of(3, rows));
  }

  @Test
  void aPeriodInWhichNobodyEarnedAnythingHasNoBatches() {
    assertThat(PeriodPayout.of(3, List.of()).batches()).isEmpty();
  }

  private static List<SettlementRow> rows(int count, Random random) {
    List<SettlementRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean earns = i % 3 > 0 || count == 1;
      BigInteger amount = BigInteger.valueOf(1 + random.nextInt(1000));
      Balance balance =
          earns ? new Balance(BigInteger.ZERO, amount) : new Balance(amount, BigInteger.ZERO);
      AccountAsset key = new AccountAsset(address(i), address(1000 + i % 2));
      rows.add(new SettlementRow(3, key, balance, balance.plus(balance)));
    }
    return rows;
  }

  private static Address address(int number) {
    return Address.wrap(ByteBuffer.allocate(Address.SIZE).putInt(16, number).array());
  }
}
