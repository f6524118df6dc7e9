package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.Decoded;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The line's topics, decoded by the schemas of this build. Thread-safe. */
public final class TopicLineSource implements LineSource {

  /**
   * The log's topic of an epoch.
   *
   * @param codec by the epoch's rules
   */
  record LogTopic(String name, ReceiptsCodec codec) {}

  private final RawTopics topics;
  private final List<LogTopic> log;
  private final int lanes;
  private final List<String> missing;
  private final long untilMs;

  private TopicLineSource(
      RawTopics topics, List<LogTopic> log, int lanes, List<String> missing, long untilMs) {
    this.topics = topics;
    this.log = List.copyOf(log);
    this.lanes = lanes;
    this.missing = List.copyOf(missing);
    this.untilMs = untilMs;
  }

  /**
   * The line of topics.
   *
   * @param log the log's, of all epochs
   * @param untilMs what their keeper knows
   */
  static TopicLineSource of(RawTopics topics, List<LogTopic> log, long untilMs)
      throws LogUnavailableException {
    List<String> needed = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      needed.addAll(names(lane, log));
    }
    needed.add(Topics.AGENTS.name());
    needed.add(Topics.POLICIES.name());
    List<String> missing = new ArrayList<>();
    for (String topic : needed) {
      if (topics.partitions(topic) == 0) {
        missing.add(topic);
      }
    }
    int lanes = topics.partitions(log.getFirst().name());
    return new TopicLineSource(topics, log, lanes, missing, untilMs);
  }

  private static List<String> names(Lane lane, List<LogTopic> log) {
    return lane == Lane.RECEIPTS
        ? log.stream().map(LogTopic::name).toList()
        : List.of(lane.topic());
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public long upperBound() throws LogUnavailableException {
    long records = 0;
    for (Lane lane : Lane.values()) {
      for (String topic : names(lane, log)) {
        records += topics.upperBound(topic);
      }
    }
    return records;
  }

  @Override
  public List<String> missing() {
    return missing;
  }

  @Override
  public long untilMs() {
    return untilMs;
  }

  @Override
  public List<LineRecord> agents() throws LogUnavailableException {
    return all(Topics.AGENTS.name(), LineDecoding::agents);
  }

  @Override
  public List<LineRecord> policies() throws LogUnavailableException {
    return all(Topics.POLICIES.name(), LineDecoding::policies);
  }

  @Override
  public Cursor<LineRecord> open(Lane topic, int partition) throws LogUnavailableException {
    return switch (topic) {
      case ACKNOWLEDGEMENTS -> open(topic.topic(), partition, LineDecoding::acknowledgements);
      case ORDERS -> open(topic.topic(), partition, LineDecoding::orders);
      case PLANS -> open(topic.topic(), partition, LineDecoding::plans);
      case EXECUTIONS -> open(topic.topic(), partition, LineDecoding::executions);
      case RECEIPTS -> openLog(partition);
      case SETTLEMENTS -> open(topic.topic(), partition, LineDecoding::settlements);
    };
  }

  /** All epochs are opened at once: what they were made from is opened after all of them. */
  private Cursor<LineRecord> openLog(int partition) throws LogUnavailableException {
    List<Cursor<LineRecord>> opened = new ArrayList<>();
    try {
      for (LogTopic topic : log) {
        opened.add(open(topic.name(), partition, value -> ofLog(topic.codec(), value)));
      }
      return new InTurn<>(opened);
    } catch (LogUnavailableException | RuntimeException e) {
      opened.forEach(Cursor::close);
      throw e;
    }
  }

  private static LineRecord.Content ofLog(ReceiptsCodec codec, Optional<Bytes> value) {
    byte[] raw = value.map(Bytes::toByteArray).orElse(null);
    Decoded decoded = codec.decode(raw);
    return new LineRecord.OfLog(
        decoded,
        !(decoded instanceof DecodedReceipt receipt)
            || receipt
                .wellFormed()
                .map(signed -> isProof(codec.proof(raw), signed.receipt().proofHash()))
                .orElse(true));
  }

  private static boolean isProof(Optional<String> text, Bytes32 proofHash) {
    return text.map(proof -> Sha256.hash(proof.getBytes(StandardCharsets.UTF_8)))
        .orElse(Bytes32.ZERO)
        .equals(proofHash);
  }

  private List<LineRecord> all(String topic, Function<Optional<Bytes>, LineRecord.Content> decoding)
      throws LogUnavailableException {
    List<LineRecord> all = new ArrayList<>();
    try (Cursor<LineRecord> records = open(topic, 0, decoding)) {
      for (LineRecord next = records.next(); next != null; next = records.next()) {
        all.add(next);
      }
    }
    return all;
  }

  private Cursor<LineRecord> open(
      String topic, int partition, Function<Optional<Bytes>, LineRecord.Content> decoding)
      throws LogUnavailableException {
    OptionalInt schemaId = topics.schemaId(topic);
    Cursor<RawRecord> records = topics.open(topic, partition, Position.START);
    return new Cursor<>() {
      @Override
      public @Nullable LineRecord next() throws LogUnavailableException {
        RawRecord next = records.next();
        return next == null ? null : located(topic, partition, next);
      }

      @Override
      public void close() {
        records.close();
      }

      private LineRecord located(String topic, int partition, RawRecord record) {
        boolean counts =
            record.value().filter(value -> SchemaIds.isRight(schemaId, value)).isPresent();
        return new LineRecord(
            topic,
            partition,
            record.offset(),
            record.appendTime(),
            record.key(),
            counts ? decoding.apply(record.value()) : new LineRecord.Unreadable());
      }
    };
  }
}
