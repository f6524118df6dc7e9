package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.chain.OperatorReading;
import dev.quittance.auditor.chain.PayoutReading;
import dev.quittance.auditor.chain.Refund;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a vault pays and gives back is held against the rows, if somebody said which vault it is.
 */
class PayoutLawsTest {
  private static final Address VAULT = Address.fromHex("0x" + "ab".repeat(20));

  private final FakeLog log = VectorLogs.log();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  /** A chain whose vault has paid as the rows say, and beyond and back what a test says. */
  private record Paying(
      FakeLog log,
      Map<AccountAsset, BigInteger> excess,
      List<Refund> refunds,
      Map<AccountAsset, BigInteger> deposits,
      List<Long> asked)
      implements AnchorChain {
    @Override
    public ChainReading read(ReceiptDomain domain, LongPredicate periods) {
      return log.chain().read(domain, periods);
    }

    @Override
    public OperatorReading operators(ReceiptDomain domain, long anchored) {
      return log.chain().operators(domain, anchored);
    }

    @Override
    public PayoutReading paid(
        ReceiptDomain domain,
        Address vault,
        Collection<AccountAsset> accounts,
        long since,
        long periods) {
      asked.add(since);
      Map<AccountAsset, BigInteger> claimed = new HashMap<>();
      balances(log).forEach((account, balance) -> claimed.put(account, balance.credit()));
      Map<AccountAsset, BigInteger> paid = new HashMap<>(claimed);
      excess.forEach((account, more) -> paid.merge(account, more, BigInteger::add));
      assertThat(periods).isEqualTo(3);
      return new PayoutReading.Paid(claimed, paid, refunds, deposits);
    }
  }

  private static Map<AccountAsset, Balance> balances(FakeLog log) {
    Map<AccountAsset, Balance> balances = new TreeMap<>();
    log.rows.forEach(row -> {
      SettlementRow settled = row.content().orElseThrow();
      balances.put(settled.key(), settled.cumulative());
    });
    return balances;
  }

  private AuditReport audit(Paying chain, AuditOptions options) {
    return Audit.run(log, chain, options, Progress.Listener.silent());
  }

  private AuditReport audit(List<Refund> refunds, Map<AccountAsset, BigInteger> deposits) {
    return audit(new Paying(log, Map.of(), refunds, deposits, new ArrayList<>()), log.options());
  }

  private static List<FindingCode> judgements(AuditReport report) {
    return report.findings().stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .map(Finding::code)
        .toList();
  }

  private static Refund refund(AccountAsset to, BigInteger amount) {
    return new Refund(to, amount, 17, Bytes32.ZERO);
  }

  @Test
  void aVaultThatTheOperatorAloneNamesProvesNothing() {
    Trust known = log.trust();
    Trust withoutVault =
        new Trust(
            known.origin(),
            known.verifierKey(),
            known.chainId(),
            known.contract(),
            Optional.empty());
    AuditOptions unnamed = AuditOptions.at(log.soonAfter()).trusting(withoutVault);
    Paying chain = new Paying(log, Map.of(), List.of(), Map.of(), new ArrayList<>());
    AuditReport none = audit(chain, unnamed);
    AuditReport said = audit(chain, unnamed.saidToBePaidBy(VAULT));

    for (AuditReport report : List.of(none, said)) {
      assertThat(judgements(report)).containsExactly(FindingCode.L5_VAULT_NOT_NAMED);
      assertThat(report.exitCode()).isEqualTo(3);
    }
    assertThat(said.toText()).contains("the operator says that " + VAULT + " is");
    assertThat(chain.asked()).as("what the operator names is asked").hasSize(1);
    assertThat(audit(chain, unnamed.paidBy(VAULT)).exitCode()).isZero();
    assertThat(audit(chain, log.options()).exitCode()).isZero();
    assertThat(chain.asked()).allMatch(since -> since == log.onChain.getFirst().periodStart());
  }

  @Test
  void aVaultThatIsEmptiedToAStrangerIsFound() {
    AccountAsset debited = balances(log).keySet().iterator().next();
    AccountAsset stranger = new AccountAsset(VAULT, debited.asset());
    AuditReport report = audit(List.of(refund(stranger, BigInteger.ONE)), Map.of());

    assertThat(judgements(report)).containsExactly(FindingCode.L5_REFUND_EXCEEDS);
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.toText()).contains("returned 1, paid in 0, spent 0", "block 17");
  }

  /** Also in many refunds, and whatever others paid in. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsNotSpentMayBeGivenBackAndNotOneUnitMore(long seed) {
    Random random = new Random(seed);
    List<Refund> refunds = new ArrayList<>();
    Map<AccountAsset, BigInteger> deposits = new HashMap<>();
    balances(log)
        .forEach((account, balance) -> {
          BigInteger left = BigInteger.valueOf(random.nextInt(4));
          deposits.put(account, balance.debit().add(left));
          for (int i = 0; i < left.intValue(); i++) {
            refunds.add(refund(account, BigInteger.ONE));
          }
          refunds.add(refund(account, BigInteger.ZERO));
        });
    assertThat(judgements(audit(refunds, deposits))).as("seed %d", seed).isEmpty();

    List<AccountAsset> accounts = List.copyOf(balances(log).keySet());
    AccountAsset robbed = accounts.get(random.nextInt(accounts.size()));
    refunds.add(random.nextInt(refunds.size()), refund(robbed, BigInteger.ONE));
    AuditReport report = audit(refunds, deposits);
    assertThat(judgements(report))
        .as("seed %d", seed)
        .containsExactly(FindingCode.L5_REFUND_EXCEEDS);
    assertThat(report.toText()).contains(robbed.account().toString());
  }

  /** Also to somebody without any row, and whatever the chain has paid for later periods. */
  @ParameterizedTest
  @MethodSource("seeds")
  void oneUnitMoreThanIsCreditedIsFound(long seed) {
    Random random = new Random(seed);
    List<AccountAsset> accounts = new ArrayList<>(balances(log).keySet());
    accounts.add(new AccountAsset(VAULT, accounts.getFirst().asset()));
    AccountAsset overpaid = accounts.get(random.nextInt(accounts.size()));
    boolean isCopy = random.nextBoolean();
    Paying chain =
        new Paying(log, Map.of(overpaid, BigInteger.ONE), List.of(), Map.of(), new ArrayList<>());
    AuditReport report =
        Audit.run(
            log,
            isCopy ? new Longer(chain) : chain,
            log.options().upTo(Level.L5),
            Progress.Listener.silent());

    assertThat(report.findings())
        .as("seed %d", seed)
        .filteredOn(finding -> finding.code() == FindingCode.L5_PAYOUT_EXCEEDS)
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.message()).contains(overpaid.account().toString()));
  }

  /** A chain that goes on beyond the log, which is a copy then. */
  private record Longer(Paying chain) implements AnchorChain {
    @Override
    public ChainReading read(ReceiptDomain domain, LongPredicate periods) {
      ChainReading.Contract contract = (ChainReading.Contract) chain.read(domain, periods);
      return new ChainReading.Contract(
          contract.logId(),
          contract.operator(),
          contract.next(),
          contract.goesOnTo() + 1,
          contract.periods());
    }

    @Override
    public OperatorReading operators(ReceiptDomain domain, long anchored) {
      return chain.operators(domain, anchored);
    }

    @Override
    public PayoutReading paid(
        ReceiptDomain domain,
        Address vault,
        Collection<AccountAsset> accounts,
        long since,
        long periods) {
      return chain.paid(domain, vault, accounts, since, periods);
    }
  }
}
