package dev.quittance.auditor;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.RawTopics;
import dev.quittance.auditor.source.TopicLogSource;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.log.SignedEpochHandover;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.PublishedEpoch;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.AnchorsRecord;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.InterimHeadSigned;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.LogInterimHeadsRecord;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** A log as it stands on its topics, byte by byte; what is there may be tampered with. */
public final class FakeTopics implements RawTopics {

  private final Map<String, List<List<RawRecord>>> topics = new HashMap<>();
  private final FakeLog log;

  /**
   * The topics of a log whose records, and what was published about them, may be changed before.
   */
  public FakeTopics(RandomLogs random, FakeLog log) {
    this.log = log;
    rules(random);
    for (int epoch = 0; epoch < log.topics.size(); epoch++) {
      List<List<RawRecord>> partitions = new ArrayList<>();
      for (List<FakeLog.Raw> partition : log.topics.get(epoch)) {
        partitions.add(new ArrayList<>(partition.stream().map(FakeTopics::raw).toList()));
      }
      topics.put(log.epochs.all().get(epoch).topic(), partitions);
    }
    put("anchors", log.anchors, FakeTopics::anchor);
    put("log-heads", log.heads, FakeTopics::head);
    put("settlement-rows", log.rows, FakeTopics::row);
    put("log-interim-heads", log.notes, FakeTopics::note);
  }

  private void rules(RandomLogs random) {
    List<RawRecord> records = new ArrayList<>();
    for (int epoch = 0; epoch < log.epochs.all().size(); epoch++) {
      LogEpoch stated = log.epochs.all().get(epoch);
      Optional<SignedEpochHandover> handover =
          epoch == 0 ? Optional.empty() : Optional.of(random.handover(log, epoch));
      records.add(rules(3 + 2L * epoch, new PublishedEpoch(stated, log.verifierKey, handover)));
    }
    topics.put("log-rules", new ArrayList<>(List.of(records)));
  }

  /** A record of {@code log-rules}. */
  public static RawRecord rules(long offset, PublishedEpoch epoch) {
    return record(offset, 0, encoded(epoch.record()));
  }

  private <T> void put(
      String topic, List<Published<T>> published, Function<T, SpecificRecord> encoding) {
    List<RawRecord> records = new ArrayList<>();
    for (Published<T> one : published) {
      Bytes value = one.content().map(encoding).map(FakeTopics::encoded).orElse(Bytes.EMPTY);
      records.add(record(one.offset(), one.appendTime(), value));
    }
    topics.put(topic, new ArrayList<>(List.of(records)));
  }

  /** The records of a partition; may be changed. */
  public List<RawRecord> records(String topic, int partition) {
    return topics.getOrDefault(topic, List.of()).get(partition);
  }

  /** The records of {@code log-rules}; may be changed. */
  public List<RawRecord> rules() {
    return records("log-rules", 0);
  }

  /** Takes a topic away. */
  public void remove(String topic) {
    topics.remove(topic);
  }

  /** Audits them against the chain of their log. */
  public AuditReport audit() {
    return audit(log.chain());
  }

  /** Audits them against any chain. */
  public AuditReport audit(AnchorChain chain) {
    return Audit.run(
        new TopicLogSource(this), chain, log.options().upTo(Level.L4), Progress.Listener.silent());
  }

  @Override
  public int partitions(String topic) {
    return topics.getOrDefault(topic, List.of()).size();
  }

  @Override
  public long upperBound(String topic) {
    return topics.getOrDefault(topic, List.of()).stream().mapToLong(List::size).sum();
  }

  @Override
  public Cursor<RawRecord> open(String topic, int partition, Position from) {
    return FakeLog.cursor(
        List.copyOf(records(topic, partition)).stream().skip(from.records()).iterator());
  }

  private static RawRecord raw(FakeLog.Raw raw) {
    return record(raw.offset(), raw.appendTime(), raw.value());
  }

  private static RawRecord record(long offset, long appendTime, Bytes value) {
    return new RawRecord(offset, appendTime, Optional.empty(), Optional.of(value), List.of());
  }

  /** The value of a record. */
  public static Bytes encoded(SpecificRecord record) {
    return Bytes.wrap(WireFormat.encode(RandomLogs.SCHEMA_ID, record));
  }

  private static SpecificRecord anchor(PublishedAnchor anchor) {
    return new AnchorsRecord(
        new AnchorMade(
            anchor.seq(),
            ByteBuffer.wrap(anchor.record().toByteArray()),
            AvroValues.hash32(anchor.anchorHash().toByteArray()),
            anchor.checkpoint()));
  }

  private static SpecificRecord head(PublishedHead head) {
    return new LogHeadsRecord(
        new HeadClosed(
            head.seq(),
            head.partition(),
            head.periodStart(),
            head.periodEnd(),
            head.closeAppendTime(),
            ByteBuffer.wrap(head.head().toByteArray())));
  }

  private static SpecificRecord row(SettlementRow row) {
    return new SettlementRowsRecord(
        new RowSettled(
            row.seq(),
            AvroValues.address20(row.key().account().toByteArray()),
            AvroValues.address20(row.key().asset().toByteArray()),
            AvroValues.uint256(row.period().debit()),
            AvroValues.uint256(row.period().credit()),
            AvroValues.uint256(row.cumulative().debit()),
            AvroValues.uint256(row.cumulative().credit())));
  }

  private static SpecificRecord note(PublishedInterimHead note) {
    return new LogInterimHeadsRecord(
        new InterimHeadSigned(
            note.seq(), note.partition(), note.size(), note.endOffset(), note.note()));
  }
}
