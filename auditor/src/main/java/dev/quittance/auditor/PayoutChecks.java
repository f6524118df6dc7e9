package dev.quittance.auditor;

import dev.quittance.auditor.chain.PayoutReading;
import dev.quittance.auditor.chain.Refund;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * L5: the vault has paid each account what its rows credit it with, and never more, and has given
 * nobody back more than was paid in and not spent.
 */
final class PayoutChecks {
  private static final Balance NOTHING = new Balance(BigInteger.ZERO, BigInteger.ZERO);

  private PayoutChecks() {}

  /** What each account was debited and credited with over the whole log. */
  static Map<AccountAsset, Balance> balances(PeriodReplay.Replayed periods) {
    Map<AccountAsset, Balance> balances = new TreeMap<>();
    for (AssembledPeriod period : periods.periods()) {
      for (SettlementRow row : period.rows()) {
        balances.put(row.key(), row.cumulative());
      }
    }
    return balances;
  }

  /**
   * Compares what was paid with the rows.
   *
   * @param vault the one that was asked
   */
  static List<Finding> findings(Evidence evidence, Optional<AuditOptions.Vault> vault) {
    Map<AccountAsset, Balance> balances = balances(evidence.periods());
    List<Finding> findings = new ArrayList<>(notNamed(balances, vault));
    switch (evidence.paid()) {
      case PayoutReading.NotAsked() -> {}
      case PayoutReading.Unreachable(String reason) ->
          findings.add(Finding.inconclusive(FindingCode.L5_VAULT_UNREADABLE, Place.CHAIN, reason));
      case PayoutReading.Paid paid -> {
        findings.addAll(exceeding(balances, paid.paid()));
        findings.addAll(outstanding(balances, paid.claimed()));
        findings.addAll(refunds(balances, paid.refunds(), paid.deposits()));
      }
    }
    return findings;
  }

  /** Whoever makes a log up can make a vault up too, that pays as its rows say. */
  private static List<Finding> notNamed(
      Map<AccountAsset, Balance> balances, Optional<AuditOptions.Vault> vault) {
    long credited = balances.values().stream().filter(b -> b.credit().signum() > 0).count();
    if (credited == 0 || vault.filter(AuditOptions.Vault::isTrusted).isPresent()) {
      return List.of();
    }
    String said =
        vault
            .map(AuditOptions.Vault::address)
            .map(Address::toString)
            .map("; the operator says that %s is"::formatted)
            .orElse("");
    return List.of(
        Finding.inconclusive(
            FindingCode.L5_VAULT_NOT_NAMED,
            Place.CHAIN,
            "%d accounts are credited, and no vault is named that is to pay them%s"
                .formatted(credited, said)));
  }

  /**
   * Holds payments against what the rows credit. A row credits an account with all that is due to
   * it up to its period, so payments for rows of a copy's periods are bound by the copy's last row,
   * however far the chain goes on.
   */
  private static List<Finding> exceeding(
      Map<AccountAsset, Balance> balances, Map<AccountAsset, BigInteger> paid) {
    List<Finding> findings = new ArrayList<>();
    new TreeMap<>(paid)
        .forEach((account, amount) -> {
          BigInteger credit = balances.getOrDefault(account, NOTHING).credit();
          if (amount.compareTo(credit) > 0) {
            findings.add(
                Finding.fail(
                    FindingCode.L5_PAYOUT_EXCEEDS, Place.CHAIN, amounts(account, amount, credit)));
          }
        });
    return findings;
  }

  private static List<Finding> outstanding(
      Map<AccountAsset, Balance> balances, Map<AccountAsset, BigInteger> claimed) {
    List<Finding> findings = new ArrayList<>();
    balances.forEach((account, balance) -> {
      BigInteger amount = claimed.getOrDefault(account, BigInteger.ZERO);
      if (amount.compareTo(balance.credit()) < 0) {
        findings.add(
            Finding.note(
                FindingCode.L5_PAYOUT_OUTSTANDING,
                Place.CHAIN,
                amounts(account, amount, balance.credit())));
      }
    });
    return findings;
  }

  private static String amounts(AccountAsset account, BigInteger paid, BigInteger credited) {
    return "account %s, asset %s: paid %d, credited %d"
        .formatted(account.account(), account.asset(), paid, credited);
  }

  /**
   * Holds refunds against what their account had paid in and the rows did not debit it with. What
   * is settled after the end of a copy was spent too: the copy alone then allows for more.
   */
  static List<Finding> refunds(
      Map<AccountAsset, Balance> balances,
      List<Refund> refunds,
      Map<AccountAsset, BigInteger> deposits) {
    Map<AccountAsset, List<Refund>> byAccount = new TreeMap<>();
    refunds.forEach(
        refund -> byAccount.computeIfAbsent(refund.to(), _ -> new ArrayList<>()).add(refund));
    List<Finding> findings = new ArrayList<>();
    byAccount.forEach((account, made) -> {
      BigInteger returned =
          made.stream().map(Refund::amount).reduce(BigInteger.ZERO, BigInteger::add);
      BigInteger paidIn = deposits.getOrDefault(account, BigInteger.ZERO);
      BigInteger spent = balances.getOrDefault(account, NOTHING).debit();
      if (returned.signum() > 0 && returned.add(spent).compareTo(paidIn) > 0) {
        findings.add(exceeds(made.getLast(), returned, paidIn, spent));
      }
    });
    return findings;
  }

  private static Finding exceeds(
      Refund last, BigInteger returned, BigInteger paidIn, BigInteger spent) {
    return Finding.fail(
        FindingCode.L5_REFUND_EXCEEDS,
        Place.CHAIN,
        "account %s, asset %s: returned %d, paid in %d, spent %d;"
                .formatted(last.to().account(), last.to().asset(), returned, paidIn, spent)
            + " the last of it in block %d, transaction %s"
                .formatted(last.block(), last.transaction()));
  }
}
