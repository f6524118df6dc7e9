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

  private final RawTopics topics;
  private final ReceiptsCodec codec;
  private final int lanes;
  private final List<String> missing;
  private final long untilMs;

  private TopicLineSource(
      RawTopics topics, ReceiptsCodec codec, int lanes, List<String> missing, long untilMs) {
    this.topics = topics;
    this.codec = codec;
    this.lanes = lanes;
    this.missing = List.copyOf(missing);
    this.untilMs = untilMs;
  }

  /** The line of topics; {@code untilMs} is what their keeper knows. */
  static TopicLineSource of(RawTopics topics, ReceiptsCodec codec, long untilMs)
      throws LogUnavailableException {
    List<String> missing = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      if (topics.partitions(lane.topic()) == 0) {
        missing.add(lane.topic());
      }
    }
    for (String catalogue : List.of(Topics.AGENTS.name(), Topics.POLICIES.name())) {
      if (topics.partitions(catalogue) == 0) {
        missing.add(catalogue);
      }
    }
    int lanes = topics.partitions(Topics.RECEIPTS.name());
    return new TopicLineSource(topics, codec, lanes, missing, untilMs);
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public long upperBound() throws LogUnavailableException {
    long records = 0;
    for (Lane lane : Lane.values()) {
      records += topics.upperBound(lane.topic());
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
    return open(
        topic.topic(),
        partition,
        switch (topic) {
          case ACKNOWLEDGEMENTS -> LineDecoding::acknowledgements;
          case ORDERS -> LineDecoding::orders;
          case PLANS -> LineDecoding::plans;
          case EXECUTIONS -> LineDecoding::executions;
          case RECEIPTS -> this::ofLog;
          case SETTLEMENTS -> LineDecoding::settlements;
        });
  }

  private LineRecord.Content ofLog(Optional<Bytes> value) {
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
