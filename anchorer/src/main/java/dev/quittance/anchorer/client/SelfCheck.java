package dev.quittance.anchorer.client;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.LogDisagreementException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares anchor records with what the receipts say, before they go to the chain.
 *
 * <p>First with a replay that samples signatures. Where that differs, with one that recovers them
 * all, which takes the first one's place from then on. Not thread-safe.
 */
final class SelfCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);
  private static final Duration NO_PATIENCE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Supplier<ReceiptReplay> fullReplay;
  private final BooleanSupplier isStopping;
  private ReceiptReplay replay;
  private boolean full;

  /** What a comparison found. */
  sealed interface Finding {
    /** The receipts give this record. */
    record Same() implements Finding {}

    /** Not all receipts of the period are read yet. */
    record NotYet() implements Finding {}

    /** The receipts give another record. */
    record Different(String reason) implements Finding {}
  }

  SelfCheck(
      Supplier<ReceiptReplay> sampledReplay,
      Supplier<ReceiptReplay> fullReplay,
      BooleanSupplier isStopping) {
    this.replay = sampledReplay.get();
    this.fullReplay = fullReplay;
    this.isStopping = isStopping;
  }

  Finding compare(long seq, Bytes32 anchorHash) {
    try {
      Finding first = read(seq, anchorHash, NO_PATIENCE);
      if (first instanceof Finding.Different && !full) {
        LOG.atWarn().addKeyValue("seq", seq).log("a sampled check differs; checking in full");
        return compareInFull(seq, anchorHash);
      }
      return first;
    } catch (LogDisagreementException e) {
      return new Finding.Different("the closes of the topic receipts disagree: " + e.getMessage());
    }
  }

  private Finding compareInFull(long seq, Bytes32 anchorHash) {
    replay.close();
    replay = fullReplay.get();
    full = true;
    Finding finding = new Finding.NotYet();
    while (finding instanceof Finding.NotYet && !isStopping.getAsBoolean()) {
      finding = read(seq, anchorHash, PATIENCE);
    }
    return finding;
  }

  private Finding read(long seq, Bytes32 anchorHash, Duration patience) {
    Optional<Bytes32> recomputed = replay.anchorHash(seq);
    while (recomputed.isEmpty() && !isStopping.getAsBoolean() && replay.readOn(patience)) {
      recomputed = replay.anchorHash(seq);
    }
    return recomputed
        .<Finding>map(hash -> finding(seq, anchorHash, hash))
        .orElseGet(Finding.NotYet::new);
  }

  private static Finding finding(long seq, Bytes32 anchorHash, Bytes32 recomputed) {
    return recomputed.equals(anchorHash)
        ? new Finding.Same()
        : new Finding.Different(
            "the anchor record of period %d has hash %s, the topic receipts gives %s"
                .formatted(seq, anchorHash, recomputed));
  }

  @Override
  public void close() {
    replay.close();
  }
}
