package dev.quittance.acceptance.check;

import dev.quittance.acceptance.line.Devnet;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.TopicReader;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.receipts.Receipt;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.RowSettled;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;

/** Nothing is paid twice and nothing is lost: settlements, rows, receipts and chain agree. */
final class MoneyChecks {
  private static final Duration PAY_TIMEOUT = Duration.ofMinutes(2);

  private MoneyChecks() {}

  /** Waits until the vault has paid everybody what the settlements say. */
  static void awaitPaid(LineUnderTest line) {
    Map<String, BigInteger> due = due(LineRecords.of(line));
    Waiting.until(
        "vendors to be paid",
        PAY_TIMEOUT,
        () -> paid(line.devnet(), due).equals(due),
        () -> "due " + due + "\npaid " + paid(line.devnet(), due));
  }

  static void check(SoftAssertions softly, LineRecords records, Devnet devnet) {
    Map<String, BigInteger> due = due(records);
    softly.assertThat(lastCredits(records)).as("credits by the last rows").isEqualTo(due);
    softly.assertThat(paid(devnet, due)).as("paid by the vault").isEqualTo(due);
    BigInteger out = devnet.vaultBalance();
    for (String account : due.keySet()) {
      out = out.add(devnet.balanceOf(account));
    }
    softly.assertThat(out).as("all money: accounts and vault").isEqualTo(devnet.minted());
    BigInteger spent = BigInteger.ZERO;
    for (OrderSettled settlement : records.settlements()) {
      BigInteger fees = AvroValues.integer(settlement.getFees());
      spent = spent.add(Money.creditsOf(settlement)).add(fees);
    }
    softly.assertThat(spent).as("spent by settlements and by receipts").isEqualTo(billed(records));
  }

  /** What each account is to get by the settlements: vendors their credits, the house its fees. */
  private static Map<String, BigInteger> due(LineRecords records) {
    Map<String, BigInteger> due = Money.creditsByAccount(records.settlements());
    for (TopicReader.Entry<Receipt> entry : records.receipts()) {
      Receipt receipt = entry.value();
      if (receipt.fee().signum() > 0) {
        due.merge(receipt.feeRecipient().toString(), receipt.fee(), BigInteger::add);
      }
    }
    return due;
  }

  private static Map<String, BigInteger> lastCredits(LineRecords records) {
    Map<String, BigInteger> last = new TreeMap<>();
    for (RowSettled row : records.rows()) {
      BigInteger credit = AvroValues.integer(row.getCumCredit());
      if (credit.signum() > 0) {
        last.put(AvroValues.hex(row.getAccount()), credit);
      }
    }
    return last;
  }

  private static Map<String, BigInteger> paid(Devnet devnet, Map<String, BigInteger> due) {
    Map<String, BigInteger> paid = new TreeMap<>();
    due.keySet().forEach(account -> paid.put(account, devnet.paidTo(account)));
    return paid;
  }

  private static BigInteger billed(LineRecords records) {
    return records.receipts().stream()
        .map(entry -> entry.value().amount())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
