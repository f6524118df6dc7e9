package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.InterimHeadSigned;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.RowsEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log read from its topics. Needs no registry: receipts decode by the log's rules, everything
 * else by the schemas of this build. Thread-safe.
 */
public class TopicLogSource implements LogSource {

  private final RawTopics topics;

  /** A source on topics. */
  public TopicLogSource(RawTopics topics) {
    this.topics = topics;
  }

  @Override
  public PublishedLog log() throws LogUnavailableException {
    return RulesReading.read(
        published(
            Topics.LOG_RULES,
            value -> RulesReading.rules(value.toByteArray(), isRight(Topics.LOG_RULES, value))));
  }

  @Override
  public List<Published<PublishedAnchor>> anchors() throws LogUnavailableException {
    return read(
        Topics.ANCHORS, r -> Optional.ofNullable(r.getBody()).flatMap(TopicLogSource::anchor));
  }

  @Override
  public List<Published<PublishedHead>> heads() throws LogUnavailableException {
    return read(
        Topics.LOG_HEADS, r -> Optional.ofNullable(r.getBody()).flatMap(TopicLogSource::head));
  }

  @Override
  public List<Published<SettlementRow>> settlementRows() throws LogUnavailableException {
    return this.<SettlementRow>rows(record ->
        switch (record) {
          case RowSettled row -> Optional.of(row(row));
          case RowsEnded _ -> Optional.of(Optional.empty());
          case null, default -> Optional.empty();
        });
  }

  @Override
  public List<Published<PublishedRowsEnd>> rowsEnds() throws LogUnavailableException {
    return this.<PublishedRowsEnd>rows(record ->
        record instanceof RowsEnded end
            ? Optional.of(
                Optional.of(
                    new PublishedRowsEnd(end.getSeq(), end.getPostingsPartition(), end.getRows())))
            : Optional.of(Optional.empty()));
  }

  /** The period of each record of {@code settlement-rows}, row or end of rows, in one reading. */
  public List<Published<Long>> periodsOfRows() throws LogUnavailableException {
    return read(
        Topics.SETTLEMENT_ROWS,
        record ->
            switch (record.getBody()) {
              case RowSettled row -> Optional.of(row.getSeq());
              case RowsEnded end -> Optional.of(end.getSeq());
              case null, default -> Optional.empty();
            });
  }

  /** Those records of settlement-rows of which something is wanted, and those that don't decode. */
  private <T> List<Published<T>> rows(Function<@Nullable Object, Optional<Optional<T>>> wanted)
      throws LogUnavailableException {
    List<Published<Optional<T>>> all =
        read(Topics.SETTLEMENT_ROWS, record -> wanted.apply(record.getBody()));
    return all.stream()
        .filter(one -> one.content().isEmpty() || one.content().get().isPresent())
        .map(one ->
            new Published<>(one.offset(), one.appendTime(), one.content().flatMap(row -> row)))
        .toList();
  }

  @Override
  public Receipts receipts(LogEpoch epoch) throws LogUnavailableException {
    LogRules rules = epoch.rules();
    return new TopicReceipts(topics, epoch.topic(), new ReceiptDecoding(codec(rules), rules));
  }

  @Override
  public Optional<LineSource> line() throws LogUnavailableException {
    List<TopicLineSource.LogTopic> log = new ArrayList<>();
    for (LogEpoch epoch : log().epochs().all()) {
      log.add(new TopicLineSource.LogTopic(epoch.topic(), codec(epoch.rules())));
    }
    return Optional.of(TopicLineSource.of(topics, log, untilMs()));
  }

  private static ReceiptsCodec codec(LogRules rules) throws LogUnavailableException {
    try {
      return AcceptedSchemas.codec(rules);
    } catch (IllegalStateException e) {
      throw new LogUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Cursor<Published<PublishedInterimHead>> interimHeads(Position from)
      throws LogUnavailableException {
    return open(
        Topics.LOG_INTERIM_HEADS,
        from,
        r -> Optional.ofNullable(r.getBody()).map(TopicLogSource::interimHead));
  }

  private <V extends SpecificRecord, T> List<Published<T>> read(
      Topic<V> topic, Function<V, Optional<T>> content) throws LogUnavailableException {
    return published(topic, decoding(topic, content));
  }

  private <V extends SpecificRecord, T> Cursor<Published<T>> open(
      Topic<V> topic, Position from, Function<V, Optional<T>> content)
      throws LogUnavailableException {
    return cursor(topic, from, decoding(topic, content));
  }

  /** Decodes with this build's schema of the topic, whatever id stands on the wire. */
  private <V extends SpecificRecord, T> Function<Bytes, Optional<T>> decoding(
      Topic<V> topic, Function<V, Optional<T>> content) {
    return value ->
        isRight(topic, value)
            ? WireFormat.decode(value.toByteArray(), topic.schema(), topic).flatMap(content)
            : Optional.empty();
  }

  private boolean isRight(Topic<?> topic, Bytes value) {
    return SchemaIds.isRight(topics.schemaId(topic.name()), value);
  }

  private <T> List<Published<T>> published(Topic<?> topic, Function<Bytes, Optional<T>> decoding)
      throws LogUnavailableException {
    List<Published<T>> published = new ArrayList<>();
    try (Cursor<Published<T>> records = cursor(topic, Position.START, decoding)) {
      for (Published<T> next = records.next(); next != null; next = records.next()) {
        published.add(next);
      }
    }
    return published;
  }

  private <T> Cursor<Published<T>> cursor(
      Topic<?> topic, Position from, Function<Bytes, Optional<T>> decoding)
      throws LogUnavailableException {
    if (topics.partitions(topic.name()) == 0) {
      return Cursor.empty();
    }
    Cursor<RawRecord> records = topics.open(topic.name(), 0, from);
    return new Cursor<>() {
      @Override
      public @Nullable Published<T> next() throws LogUnavailableException {
        RawRecord next = records.next();
        return next == null
            ? null
            : new Published<>(next.offset(), next.appendTime(), next.value().flatMap(decoding));
      }

      @Override
      public void close() {
        records.close();
      }
    };
  }

  private static PublishedInterimHead interimHead(InterimHeadSigned signed) {
    return new PublishedInterimHead(
        signed.getSeq(),
        signed.getPartition(),
        signed.getSize(),
        signed.getEndOffset(),
        signed.getNote());
  }

  private static Optional<PublishedAnchor> anchor(AnchorMade made) {
    return Optional.of(
        new PublishedAnchor(
            made.getSeq(),
            Bytes.wrap(AvroValues.bytes(made.getAnchor())),
            Bytes32.wrap(made.getAnchorHash().bytes()),
            made.getCheckpoint()));
  }

  private static Optional<PublishedHead> head(HeadClosed closed) {
    return Optional.of(
        new PublishedHead(
            closed.getSeq(),
            closed.getPartition(),
            Bytes.wrap(AvroValues.bytes(closed.getHead())),
            closed.getPeriodStart(),
            closed.getPeriodEnd(),
            closed.getCloseAppendTime()));
  }

  private static Optional<SettlementRow> row(RowSettled row) {
    return Optional.of(
        new SettlementRow(
            row.getSeq(),
            new AccountAsset(
                Address.wrap(row.getAccount().bytes()), Address.wrap(row.getAsset().bytes())),
            new Balance(
                AvroValues.integer(row.getPeriodDebit()),
                AvroValues.integer(row.getPeriodCredit())),
            new Balance(
                AvroValues.integer(row.getCumDebit()), AvroValues.integer(row.getCumCredit()))));
  }
}
