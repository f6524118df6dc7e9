package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.schemas.PublishedEpoch;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.LogRulesPublished;
import dev.quittance.schemas.avro.LogRulesRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Which epochs a log has, read record by record from {@code log-rules}, and which of its records
 * don't count. Not thread-safe.
 */
final class RulesReading {

  /** What a record says. */
  sealed interface Rules {}

  /** It states an epoch; whether it follows on the one before is not looked at yet. */
  record Stated(PublishedEpoch epoch) implements Rules {}

  /** It states an epoch with a handover that is none. */
  record BadHandover(String objection) implements Rules {}

  private static final Schema WITHOUT_HANDOVER = withoutHandover();

  private final Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
  private final List<Long> offsets = new ArrayList<>();
  private final List<PublishedLog.Stray> strays = new ArrayList<>();
  private final PublishedEpoch first;
  private PublishedEpoch newest;
  private LogEpochs epochs;

  private RulesReading(PublishedEpoch first, long offset) {
    this.first = first;
    this.newest = first;
    this.epochs = LogEpochs.first(first.epoch());
    offsets.add(offset);
  }

  /**
   * What the records come to.
   *
   * @throws LogUnavailableException if there is none, or one that this version can't read
   */
  static PublishedLog read(List<Published<Rules>> records) throws LogUnavailableException {
    if (records.isEmpty()) {
      throw new LogUnavailableException(
          "topic log-rules is empty or missing: no log has been published here yet");
    }
    RulesReading reading = begin(records.getFirst());
    for (Published<Rules> next : records.subList(1, records.size())) {
      reading.read(next.offset(), rules(next));
    }
    return PublishedLog.of(
        reading.epochs, reading.offsets, reading.first.verifierKey(), reading.strays);
  }

  private static RulesReading begin(Published<Rules> record) throws LogUnavailableException {
    if (rules(record) instanceof Stated(PublishedEpoch epoch) && epoch.handover().isEmpty()) {
      return new RulesReading(epoch, record.offset());
    }
    throw new LogUnavailableException(
        "the first rules hand over from others, which are gone",
        Topics.LOG_RULES.name(),
        record.offset());
  }

  private static Rules rules(Published<Rules> record) throws LogUnavailableException {
    return record
        .content()
        .orElseThrow(() ->
            new LogUnavailableException(
                "the rules are none that this version can read: changed, or of a newer version",
                Topics.LOG_RULES.name(),
                record.offset()));
  }

  private void read(long offset, Rules rules) {
    switch (rules) {
      case BadHandover(String objection) ->
          strays.add(new PublishedLog.Stray(offset, true, objection));
      case Stated(PublishedEpoch next) -> {
        Optional<String> objection = objection(next);
        if (objection.isPresent()) {
          boolean isHandover = next.handover().isPresent();
          strays.add(new PublishedLog.Stray(offset, isHandover, objection.get()));
        } else {
          offsets.add(offset);
          epochs = epochs.with(next.epoch());
          newest = next;
        }
      }
    }
  }

  private Optional<String> objection(PublishedEpoch next) {
    String topic = next.epoch().topic();
    return next.objection(signatures, newest)
        .or(() ->
            epochs.ofTopic(topic).map(_ -> "its topic %s is an earlier epoch's".formatted(topic)));
  }

  /**
   * What a value says; empty if this version can't read it.
   *
   * @param isOfTopic whether it stands under the topic's schema; what was written before there were
   *     handovers stands under an earlier one
   */
  static Optional<Rules> rules(byte[] value, boolean isOfTopic) {
    return Optional.of(Topics.LOG_RULES.schema())
        .filter(_ -> isOfTopic)
        .flatMap(schema -> WireFormat.decode(value, schema, Topics.LOG_RULES))
        .or(() -> WireFormat.decode(value, WITHOUT_HANDOVER, Topics.LOG_RULES))
        .flatMap(record -> Optional.ofNullable(record.getBody()))
        .flatMap(RulesReading::rules);
  }

  private static Optional<Rules> rules(LogRulesPublished body) {
    try {
      return Optional.of(new Stated(PublishedEpoch.read(body)));
    } catch (IllegalArgumentException e) {
      // Rules that can be read without it are not of a newer version.
      return body.getHandover() != null && isReadable(withoutHandover(body))
          ? Optional.of(new BadHandover(String.valueOf(e.getMessage())))
          : Optional.empty();
    }
  }

  private static boolean isReadable(LogRulesPublished body) {
    try {
      PublishedEpoch.read(body);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static LogRulesPublished withoutHandover(LogRulesPublished body) {
    return new LogRulesPublished(
        body.getEpoch(), body.getRules(), body.getTopicId(), body.getVerifierKey(), null);
  }

  /** The schema that rules were written under before there were handovers. */
  private static Schema withoutHandover() {
    Schema published = without(LogRulesPublished.getClassSchema(), "handover");
    Schema record = LogRulesRecord.getClassSchema();
    Schema body = Schema.createUnion(Schema.create(Schema.Type.NULL), published);
    return Schema.createRecord(
        record.getName(),
        null,
        record.getNamespace(),
        false,
        List.of(new Schema.Field("body", body, null, Schema.Field.NULL_DEFAULT_VALUE)));
  }

  private static Schema without(Schema record, String left) {
    List<Schema.Field> fields =
        record.getFields().stream()
            .filter(field -> !field.name().equals(left))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(record.getName(), null, record.getNamespace(), false, fields);
  }
}
