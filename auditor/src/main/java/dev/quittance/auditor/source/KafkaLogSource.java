package dev.quittance.auditor.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.LogRulesPublished;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.RowsEnded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The log of a running cluster. Needs no registry: receipts decode by the log's rules, everything
 * else by the schemas of this build. Thread-safe.
 */
public final class KafkaLogSource implements LogSource {

  private final CommittedRecords records;

  /**
   * A source on a cluster.
   *
   * @param settings client settings, passed through as they are: {@code bootstrap.servers}, TLS,
   *     SASL
   */
  public KafkaLogSource(Map<String, String> settings) {
    this.records = new CommittedRecords(settings);
  }

  @Override
  public PublishedLog log() throws LogUnavailableException {
    Rules rules = rules();
    return PublishedLog.of(rules.rules, rules.topicId, rules.verifierKey);
  }

  @Override
  public List<Published<PublishedAnchor>> anchors() throws LogUnavailableException {
    return read(
        Topics.ANCHORS, r -> Optional.ofNullable(r.getBody()).flatMap(KafkaLogSource::anchor));
  }

  @Override
  public List<Published<PublishedHead>> heads() throws LogUnavailableException {
    return read(
        Topics.LOG_HEADS, r -> Optional.ofNullable(r.getBody()).flatMap(KafkaLogSource::head));
  }

  @Override
  public List<Published<SettlementRow>> settlementRows() throws LogUnavailableException {
    List<Published<Optional<SettlementRow>>> all =
        read(
            Topics.SETTLEMENT_ROWS,
            record ->
                switch (record.getBody()) {
                  case RowSettled row -> Optional.of(row(row));
                  case RowsEnded _ -> Optional.of(Optional.empty());
                  case null, default -> Optional.empty();
                });
    return all.stream()
        .filter(one -> one.content().isEmpty() || one.content().get().isPresent())
        .map(one -> new Published<>(one.offset(), one.content().flatMap(row -> row)))
        .toList();
  }

  @Override
  public Receipts receipts() throws LogUnavailableException {
    ReceiptsCodec codec = codec(rules().rules);
    Map<TopicPartition, Long> ends = records.ends(Topics.RECEIPTS.name());
    return new Receipts() {
      @Override
      public int partitions() {
        return ends.size();
      }

      @Override
      public long upperBound() {
        return ends.values().stream().mapToLong(Long::longValue).sum();
      }

      @Override
      public void read(int partition, Consumer<LogRecord> reader) throws LogUnavailableException {
        TopicPartition from = new TopicPartition(Topics.RECEIPTS.name(), partition);
        records.read(
            from,
            ends.getOrDefault(from, 0L),
            record -> {
              byte[] value = record.value();
              Bytes raw = value == null ? Bytes.EMPTY : Bytes.wrap(value);
              reader.accept(
                  LogRecord.of(record.offset(), record.timestamp(), raw, codec.decode(value)));
            });
      }
    };
  }

  private record Rules(LogRules rules, UUID topicId, VerifierKey verifierKey) {}

  private Rules rules() throws LogUnavailableException {
    List<Published<Rules>> published =
        read(
            Topics.LOG_RULES, r -> Optional.ofNullable(r.getBody()).flatMap(KafkaLogSource::rules));
    if (published.isEmpty()) {
      throw new LogUnavailableException(
          "topic log-rules is empty: no log has been published on this cluster yet");
    }
    Published<Rules> last = published.getLast();
    return last.content()
        .orElseThrow(() ->
            new LogUnavailableException(
                "the rules at offset %d of log-rules are none that this version can read; use a newer one"
                    .formatted(last.offset())));
  }

  private static Optional<Rules> rules(LogRulesPublished body) {
    try {
      String text = new String(AvroValues.bytes(body.getRules()), UTF_8);
      LogRules rules = LogRules.parse(text);
      ByteBuffer id = ByteBuffer.wrap(body.getTopicId().bytes());
      return rules.canonicalText().equals(text)
          ? Optional.of(
              new Rules(
                  rules,
                  new UUID(id.getLong(), id.getLong()),
                  VerifierKey.parse(body.getVerifierKey())))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ReceiptsCodec codec(LogRules rules) throws LogUnavailableException {
    try {
      return AcceptedSchemas.codec(rules);
    } catch (IllegalStateException e) {
      throw new LogUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Decodes with this build's schema of the topic, whatever id stands on the wire. */
  private <V extends SpecificRecord, T> List<Published<T>> read(
      Topic<V> topic, Function<V, Optional<T>> content) throws LogUnavailableException {
    TopicPartition only = new TopicPartition(topic.name(), 0);
    long end = records.ends(topic.name()).getOrDefault(only, 0L);
    List<Published<T>> published = new ArrayList<>();
    records.read(
        only,
        end,
        record -> {
          byte[] value = record.value();
          Optional<V> decoded =
              value == null ? empty() : WireFormat.decode(value, topic.schema(), topic);
          published.add(new Published<>(record.offset(), decoded.flatMap(content)));
        });
    return published;
  }

  private static <T> Optional<T> empty() {
    return Optional.empty();
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
            Bytes.wrap(AvroValues.bytes(closed.getHead()))));
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
