package dev.quittance.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.EpochHandover;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.SignedEpochHandover;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.avro.EpochHandedOver;
import dev.quittance.schemas.avro.LogRulesPublished;
import dev.quittance.schemas.avro.LogRulesRecord;
import dev.quittance.schemas.avro.Uuid16;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * An epoch as {@code log-rules} states it.
 *
 * @param epoch the epoch
 * @param verifierKey checks its checkpoints
 * @param handover why it follows on the one before; empty in a log's first epoch
 */
public record PublishedEpoch(
    LogEpoch epoch, VerifierKey verifierKey, Optional<SignedEpochHandover> handover) {

  /** The first epoch of a log. */
  public static PublishedEpoch first(LogRules rules, UUID topicId, VerifierKey verifierKey) {
    return new PublishedEpoch(LogEpoch.first(rules, topicId), verifierKey, Optional.empty());
  }

  /** Why it does not follow on another one; empty when it does. Its signatures are checked. */
  public Optional<String> objection(Secp256k1Signatures signatures, PublishedEpoch previous) {
    if (handover.isEmpty()) {
      return Optional.of("it has no handover from the epoch before");
    }
    return verifierKey.equals(previous.verifierKey)
        ? handover.get().objection(signatures, previous.epoch, epoch)
        : Optional.of("its checkpoints are signed by another key: " + verifierKey);
  }

  /** The record that states it. */
  public LogRulesRecord record() {
    UUID id = epoch.topicId();
    byte[] topicId =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return new LogRulesRecord(
        new LogRulesPublished(
            (long) epoch.rules().epoch(),
            ByteBuffer.wrap(epoch.rules().canonicalText().getBytes(UTF_8)),
            new Uuid16(topicId),
            verifierKey.toString(),
            handover.map(PublishedEpoch::handedOver).orElse(null)));
  }

  private static EpochHandedOver handedOver(SignedEpochHandover signed) {
    EpochHandover handover = signed.handover();
    return new EpochHandedOver(
        AvroValues.hash32(handover.previousRules().toByteArray()),
        handover.firstPeriod(),
        handover.firstStart(),
        ByteBuffer.wrap(signed.authorization().toBytes().toByteArray()),
        ByteBuffer.wrap(signed.acceptance().toBytes().toByteArray()));
  }

  /**
   * What a record states; no signature is checked.
   *
   * @throws IllegalArgumentException if this version can't read it; says why
   */
  public static PublishedEpoch read(LogRulesPublished body) {
    String text = new String(AvroValues.bytes(body.getRules()), UTF_8);
    LogRules rules = LogRules.parse(text);
    if (!rules.canonicalText().equals(text)) {
      throw new IllegalArgumentException("the rules are not in canonical form");
    }
    if (rules.epoch() != body.getEpoch()) {
      throw new IllegalArgumentException(
          "the rules are of epoch %d, their record of %d"
              .formatted(rules.epoch(), body.getEpoch()));
    }
    ByteBuffer id = ByteBuffer.wrap(body.getTopicId().bytes());
    UUID topicId = new UUID(id.getLong(), id.getLong());
    VerifierKey verifierKey = VerifierKey.parse(body.getVerifierKey());
    EpochHandedOver handedOver = body.getHandover();
    if (handedOver == null) {
      return first(rules, topicId, verifierKey);
    }
    SignedEpochHandover handover = handover(handedOver, rules, topicId);
    LogEpoch epoch =
        new LogEpoch(rules, topicId, handedOver.getFirstPeriod(), handedOver.getFirstStart());
    return new PublishedEpoch(epoch, verifierKey, Optional.of(handover));
  }

  private static SignedEpochHandover handover(
      EpochHandedOver record, LogRules rules, UUID topicId) {
    return new SignedEpochHandover(
        new EpochHandover(
            LogIdentity.logId(rules.origin()),
            Bytes32.copyOf(record.getPreviousRules().bytes()),
            rules.rulesHash(),
            topicId,
            record.getFirstPeriod(),
            record.getFirstStart()),
        signature("authorization", record.getAuthorization()),
        signature("acceptance", record.getAcceptance()));
  }

  private static EcdsaSignature signature(String field, ByteBuffer bytes) {
    return EcdsaSignature.of(Bytes.wrap(AvroValues.bytes(bytes)))
        .orElseThrow(() -> new IllegalArgumentException("the handover's " + field + " is none"));
  }
}
