package dev.quittance.auditor.source;

import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.VerifierKey;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a log says about itself.
 *
 * @param epochs its epochs, each of which follows on the one before as both operators signed
 * @param identities what the bytes of each depend on, in the order of the epochs
 * @param rulesOffsets where each stands in {@code log-rules}, in the same order
 * @param verifierKey the key of its checkpoints, in all epochs
 * @param strays the other records of {@code log-rules}
 */
public record PublishedLog(
    LogEpochs epochs,
    List<LogIdentity> identities,
    List<Long> rulesOffsets,
    VerifierKey verifierKey,
    List<Stray> strays) {

  /**
   * A record of {@code log-rules} that does not count.
   *
   * @param offset where it stands
   * @param isHandover whether it states a handover, which is not a good one then
   * @param objection why it does not count
   */
  public record Stray(long offset, boolean isHandover, String objection) {}

  /** Copies the lists, of which there is an element for each epoch. */
  public PublishedLog {
    identities = List.copyOf(identities);
    rulesOffsets = List.copyOf(rulesOffsets);
    strays = List.copyOf(strays);
    if (identities.size() != epochs.all().size() || rulesOffsets.size() != epochs.all().size()) {
      throw new IllegalArgumentException("not one identity and one offset for each epoch");
    }
  }

  /** A log with these epochs. */
  static PublishedLog of(
      LogEpochs epochs, List<Long> rulesOffsets, VerifierKey verifierKey, List<Stray> strays) {
    return new PublishedLog(
        epochs,
        epochs.all().stream().map(LogEpoch::identity).toList(),
        rulesOffsets,
        verifierKey,
        strays);
  }

  /** A log whose rules are the only records of their topic, from offset 0 on. */
  public static PublishedLog of(LogEpochs epochs, VerifierKey verifierKey) {
    List<Long> offsets = LongStream.range(0, epochs.all().size()).boxed().toList();
    return of(epochs, offsets, verifierKey, List.of());
  }

  /** What the bytes of the newest epoch depend on. */
  public LogIdentity identity() {
    return identities.getLast();
  }

  /** What the bytes of a period depend on. */
  public LogIdentity identityOf(long period) {
    return identities.get(indexOf(period));
  }

  /** The topic that a period's records are in. */
  public String topicOf(long period) {
    return epochs.all().get(indexOf(period)).topic();
  }

  /** The place in the list of epochs of the one that a period belongs to. */
  public int indexOf(long period) {
    List<LogEpoch> all = epochs.all();
    int index = all.size() - 1;
    while (index > 0 && all.get(index).firstPeriod() > period) {
      index--;
    }
    return index;
  }

  /**
   * The period with which an epoch ended is the one before this; the largest number if none did.
   */
  public long endOf(int index) {
    return index + 1 < epochs.all().size()
        ? epochs.all().get(index + 1).firstPeriod()
        : Long.MAX_VALUE;
  }
}
