package dev.quittance.auditor;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.Decoded;
import dev.quittance.receipts.log.InterimHead;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.ReplayStep;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.Frontier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory with all that was published about it; its lists may be tampered with. Where it
 * has several epochs, {@link #topics} has the records of each.
 */
public final class FakeLog implements LogSource {

  /** A raw record. */
  public record Raw(long offset, long appendTime, Bytes value) {}

  private static final Address VAULT = Address.fromHex("0x" + "7a".repeat(20));

  public final LogEpochs epochs;

  /** Of the newest epoch. */
  public final LogIdentity identity;

  public final VerifierKey verifierKey;
  public final List<List<List<Raw>>> topics = new ArrayList<>();

  /** The records of the first epoch. */
  public final List<List<Raw>> partitions;

  public final List<Published<PublishedAnchor>> anchors = new ArrayList<>();
  public final List<Published<PublishedHead>> heads = new ArrayList<>();
  public final List<Published<SettlementRow>> rows = new ArrayList<>();
  public final List<Published<PublishedInterimHead>> notes = new ArrayList<>();
  public final List<AnchorRecord> onChain = new ArrayList<>();

  /** Until when it is a copy of all; a log that goes on at first. */
  public long untilMs = Long.MAX_VALUE;

  private final Map<String, Long> closeTimes = new HashMap<>();
  private final Map<Integer, Frontier> open = new HashMap<>();
  private final Function<Bytes, Decoded> decoder;
  private final Bytes32 noteSeed;

  public FakeLog(
      LogEpoch epoch, Bytes32 noteSeed, List<List<Raw>> records, Function<Bytes, Decoded> decoder) {
    this(LogEpochs.first(epoch), noteSeed, List.of(records), decoder);
  }

  /**
   * A log with what an operator would publish about it.
   *
   * @param records of each epoch and partition
   */
  public FakeLog(
      LogEpochs epochs,
      Bytes32 noteSeed,
      List<List<List<Raw>>> records,
      Function<Bytes, Decoded> decoder) {
    this.epochs = epochs;
    this.identity = epochs.newest().identity();
    this.verifierKey = VerifierKey.ofSeed(identity.origin(), noteSeed);
    this.decoder = decoder;
    this.noteSeed = noteSeed;
    records.forEach(epoch -> topics.add(copy(epoch)));
    this.partitions = topics.getFirst();
    LogReplay replay =
        new LogReplay(
            epochs.all().getFirst().identity(),
            Secp256k1Signatures.preferred(),
            Retention.nothing());
    for (int epoch = 0; epoch < records.size(); epoch++) {
      if (epoch > 0) {
        replay.beginEpoch(epochs.all().get(epoch).identity());
      }
      replay(replay, records.get(epoch));
    }
  }

  private void replay(LogReplay replay, List<List<Raw>> records) {
    for (int partition = 0; partition < records.size(); partition++) {
      for (Raw raw : records.get(partition)) {
        ReplayStep step = replay.feed(partition, record(raw));
        step.appended()
            .closed()
            .ifPresent(closed ->
                closeTimes.put(
                    closed.close().seq() + "/" + closed.close().partition(), raw.appendTime()));
        tell(step.appended(), raw);
        step.completed().forEach(period -> publish(period.assembled()));
      }
    }
  }

  private static List<List<Raw>> copy(List<List<Raw>> partitions) {
    List<List<Raw>> copy = new ArrayList<>();
    partitions.forEach(partition -> copy.add(new ArrayList<>(partition)));
    return copy;
  }

  /** The log of other records, with all that the operator would have published about them. */
  public FakeLog remade(List<List<Raw>> records) {
    return new FakeLog(epochs, noteSeed, List.of(records), decoder);
  }

  /** Every third record is followed by a note, unless it closes the period. */
  private void tell(Appended appended, Raw raw) {
    int partition = appended.entry().partition();
    Frontier tree =
        open.getOrDefault(partition, Frontier.EMPTY).append(appended.entry().leafHash());
    open.put(partition, appended.closed().isPresent() ? Frontier.EMPTY : tree);
    if (appended.closed().isEmpty() && tree.size() % 3 == 2) {
      InterimHead head =
          new InterimHead(
              identity.origin(), partition, appended.period(), tree.size(), tree.root());
      notes.add(
          new Published<>(
              10 + 2L * notes.size(), raw.appendTime() + 3_000, Optional.of(told(head, raw))));
    }
  }

  private PublishedInterimHead told(InterimHead head, Raw raw) {
    return new PublishedInterimHead(
        head.period(), head.partition(), head.size(), raw.offset() + 1, head.sign(noteSeed));
  }

  private void publish(AssembledPeriod period) {
    long seq = period.record().seq();
    for (PartitionHead head : period.heads()) {
      long closedAt = closeTimes.getOrDefault(seq + "/" + head.partition(), 0L);
      heads.add(
          at(
              heads.size(),
              new PublishedHead(
                  seq,
                  head.partition(),
                  head.encode(),
                  period.record().periodStart(),
                  period.record().periodEnd(),
                  closedAt)));
    }
    period.rows().forEach(row -> rows.add(at(rows.size(), row)));
    String note =
        new Checkpoint(identity.origin(), period.anchors().size(), period.anchors().root())
            .sign(noteSeed);
    anchors.add(
        at(
            anchors.size(),
            new PublishedAnchor(seq, period.record().encode(), period.anchorHash(), note)));
    onChain.add(period.record());
  }

  /** Records have offsets 10, 12, … so that an offset is no index. */
  private static <T> Published<T> at(int index, T content) {
    return new Published<>(10 + 2L * index, Optional.of(content));
  }

  private LogRecord record(Raw raw) {
    return LogRecord.of(raw.offset(), raw.appendTime(), raw.value(), decoder.apply(raw.value()));
  }

  /** What a record decodes to. */
  public Decoded decoded(Raw raw) {
    return decoder.apply(raw.value());
  }

  /** A time at which every period has been closed for a minute. */
  public Instant soonAfter() {
    return Instant.ofEpochMilli(onChain.getLast().closedAt()).plusSeconds(60);
  }

  /** The chain with what is in {@link #onChain}, handed over as the epochs say. */
  public AnchorChain chain() {
    return FakeChain.of(this);
  }

  /** Audits it against its chain. */
  public AuditReport audit() {
    return Audit.run(this, chain(), options(), Progress.Listener.silent());
  }

  /** How it is audited by somebody who knows it. */
  public AuditOptions options() {
    return AuditOptions.at(soonAfter()).trusting(trust());
  }

  /** Trust in it, in its contract and in a vault that {@link #chain} has nothing to say about. */
  public Trust trust() {
    return new Trust(
        identity.origin(),
        verifierKey,
        Optional.of(identity.domain().chainId()),
        Optional.of(identity.domain().contract()),
        Optional.of(VAULT));
  }

  @Override
  public PublishedLog log() {
    return PublishedLog.of(epochs, verifierKey);
  }

  @Override
  public List<Published<PublishedAnchor>> anchors() {
    return List.copyOf(anchors);
  }

  @Override
  public List<Published<PublishedHead>> heads() {
    return List.copyOf(heads);
  }

  @Override
  public List<Published<SettlementRow>> settlementRows() {
    return List.copyOf(rows);
  }

  @Override
  public Cursor<Published<PublishedInterimHead>> interimHeads(Position from) {
    return cursor(List.copyOf(notes).stream().skip(from.records()).iterator());
  }

  @Override
  public long untilMs() {
    return untilMs;
  }

  /** Reads what is left. */
  public static <T> Cursor<T> cursor(Iterator<T> left) {
    return new Cursor<>() {
      @Override
      public @Nullable T next() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {
        // Nothing is held open.
      }
    };
  }

  @Override
  public Receipts receipts(LogEpoch epoch) {
    List<List<Raw>> partitions = topics.get(epochs.all().indexOf(epoch));
    return new Receipts() {
      @Override
      public int partitions() {
        return partitions.size();
      }

      @Override
      public long upperBound() {
        return partitions.stream().mapToLong(List::size).sum();
      }

      @Override
      public Cursor<LogSource.Undecoded> open(int partition, Position from) {
        return cursor(
            partitions.get(partition).stream()
                .skip(from.records())
                .<LogSource.Undecoded>map(FakeRecord::new)
                .iterator());
      }
    };
  }

  private final class FakeRecord implements LogSource.Undecoded {
    private final Raw raw;

    FakeRecord(Raw raw) {
      this.raw = raw;
    }

    @Override
    public long offset() {
      return raw.offset();
    }

    @Override
    public LogRecord decode() {
      return record(raw);
    }
  }
}
