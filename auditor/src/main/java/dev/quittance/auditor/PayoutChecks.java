package dev.quittance.auditor;

import dev.quittance.auditor.chain.PayoutReading;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.SettlementRow;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** L5: the vault has paid each account what its rows credit it with, and never more. */
final class PayoutChecks {
  private PayoutChecks() {}

  /** What each account was credited with over the whole log. */
  static Map<AccountAsset, BigInteger> credited(PeriodReplay.Replayed periods) {
    Map<AccountAsset, BigInteger> credited = new TreeMap<>();
    for (AssembledPeriod period : periods.periods()) {
      for (SettlementRow row : period.rows()) {
        credited.put(row.key(), row.cumulative().credit());
      }
    }
    return credited;
  }

  static List<Finding> findings(Evidence evidence) {
    return switch (evidence.paid()) {
      case PayoutReading.NotAsked() -> List.of();
      case PayoutReading.Unreachable(String reason) ->
          List.of(Finding.inconclusive(FindingCode.L5_VAULT_UNREADABLE, Place.CHAIN, reason));
      case PayoutReading.Paid(Map<AccountAsset, BigInteger> paid) -> compare(evidence, paid);
    };
  }

  /** A chain that goes on beyond a copy of the log has paid for what is not in the copy. */
  private static List<Finding> compare(Evidence evidence, Map<AccountAsset, BigInteger> paid) {
    boolean isWhole =
        evidence.contract().filter(contract -> contract.next() == contract.goesOnTo()).isPresent();
    List<Finding> findings = new ArrayList<>();
    credited(evidence.periods())
        .forEach((account, credit) -> {
          BigInteger claimed = paid.getOrDefault(account, BigInteger.ZERO);
          String amounts =
              "account %s, asset %s: paid %d, credited %d"
                  .formatted(account.account(), account.asset(), claimed, credit);
          if (isWhole && claimed.compareTo(credit) > 0) {
            findings.add(Finding.fail(FindingCode.L5_PAYOUT_EXCEEDS, Place.CHAIN, amounts));
          } else if (claimed.compareTo(credit) < 0) {
            findings.add(Finding.note(FindingCode.L5_PAYOUT_OUTSTANDING, Place.CHAIN, amounts));
          }
        });
    return findings;
  }
}
