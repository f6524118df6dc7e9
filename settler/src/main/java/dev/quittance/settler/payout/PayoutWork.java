package dev.quittance.settler.payout;

import dev.quittance.platform.chain.AnchorView;
import dev.quittance.platform.chain.AnchoredPeriod;
import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.Entry;
import dev.quittance.platform.chain.outbox.Job;
import dev.quittance.platform.chain.outbox.OutboxWork;
import dev.quittance.platform.chain.outbox.Outcome;
import dev.quittance.platform.chain.outbox.Preflight;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs of the payout client: the batches of each period whose anchor is final. */
final class PayoutWork implements OutboxWork<Batch> {
  private static final Logger LOG = LoggerFactory.getLogger(PayoutWork.class);

  /** A claim takes about 70,000; the rest is for tokens that do more than ERC-20 asks for. */
  private static final long GAS_PER_ROW = 160_000;

  private static final long GAS_PER_BATCH = 100_000;

  private final AnchorView anchor;
  private final VaultView vault;
  private final PayoutTopics topics;
  private final InstantSource clock;
  private final Backoff backoff = new Backoff();
  private final Map<Batch, Claim> claims = new HashMap<>();
  private final Map<Long, AnchoredPeriod> anchored = new HashMap<>();

  /** What a batch claims, against which root. */
  private record Claim(PeriodPayout payout, List<ClaimableRow> rows) {}

  PayoutWork(AnchorView anchor, VaultView vault, PayoutTopics topics, InstantSource clock) {
    this.anchor = anchor;
    this.vault = vault;
    this.topics = topics;
    this.clock = clock;
  }

  @Override
  public List<Entry<Batch>> arrivals() {
    List<Entry<Batch>> entries = new ArrayList<>();
    for (FinalPeriods.FinalPeriod period : topics.newPeriods()) {
      PeriodPayout payout = PeriodPayout.of(period.seq(), period.rows());
      if (payout.batches().isEmpty()) {
        topics.nothingToPay(period.seq());
      }
      for (int number = 0; number < payout.batches().size(); number++) {
        entries.add(entry(payout, new Batch(payout.seq(), number, payout.batches().size())));
      }
    }
    return entries;
  }

  private Entry<Batch> entry(PeriodPayout payout, Batch batch) {
    List<ClaimableRow> rows = payout.batches().get(batch.number());
    claims.put(batch, new Claim(payout, rows));
    long gasLimit = GAS_PER_BATCH + GAS_PER_ROW * rows.size();
    return Entry.of(
        new Job<>(batch, vault.address(), PeriodPayout.claimCall(rows), gasLimit),
        topics.journal().state(batch));
  }

  @Override
  public Preflight preflight(Job<Batch> job, long finalized, BlockHead latest) throws IOException {
    if (backoff.isPausing(job.id(), clock.instant())) {
      return new Preflight.Later();
    }
    Optional<AnchoredPeriod> period = anchored(job.id().seq());
    if (period.isEmpty()) {
      return new Preflight.Hold();
    }
    if (!period.get().settlementRoot().equals(claim(job).payout().root())) {
      LOG.atError()
          .addKeyValue("seq", job.id().seq())
          .addKeyValue("anchored", period.get().settlementRoot())
          .addKeyValue("rows", claim(job).payout().root())
          .log(
              "the topic settlement-rows does not give the anchored root; nothing is paid from it");
      backoff.failed(job.id(), clock.instant());
      return new Preflight.Later();
    }
    if (latest.timestamp() < period.get().anchoredAt() + vault.delaySeconds()) {
      // Those behind were anchored later.
      return new Preflight.Hold();
    }
    return vault.isPaid(claim(job).rows(), finalized)
        ? new Preflight.AlreadyFinal(finalized)
        : new Preflight.Go();
  }

  private Optional<AnchoredPeriod> anchored(long seq) throws IOException {
    AnchoredPeriod known = anchored.get(seq);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<AnchoredPeriod> period = anchor.period(seq);
    period.ifPresent(found -> anchored.put(seq, found));
    return period;
  }

  @Override
  public Outcome outcome(Job<Batch> job, ChainReceipt receipt, long finalized) throws IOException {
    Optional<String> unpaid = vault.outstanding(claim(job).rows(), finalized);
    if (unpaid.isEmpty()) {
      return new Outcome.Settled();
    }
    backoff.failed(job.id(), clock.instant());
    return new Outcome.Retry(
        (receipt.succeeded() ? "" : "transaction " + receipt.txHash() + " reverted; ")
            + unpaid.get());
  }

  private Claim claim(Job<Batch> job) {
    return Optional.ofNullable(claims.get(job.id()))
        .orElseThrow(() -> new IllegalStateException(job.id() + " has not arrived"));
  }

  @Override
  public void commit(List<Change<Batch>> changes) {
    topics.commit(changes);
    for (Change<Batch> change : changes) {
      if (change instanceof Change.Finalized<Batch>(Batch batch, var _, var _)) {
        claims.remove(batch);
        backoff.forget(batch);
        if (topics.journal().isPaid(batch.seq())) {
          anchored.remove(batch.seq());
        }
      }
    }
  }

  @Override
  public void close() {
    topics.close();
  }
}
