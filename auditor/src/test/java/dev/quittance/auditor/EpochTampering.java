package dev.quittance.auditor;

import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.SignedEpochHandover;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.PublishedEpoch;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.AnchorsRecord;
import dev.quittance.schemas.avro.EpochHandedOver;
import dev.quittance.schemas.avro.LogRulesPublished;
import dev.quittance.schemas.avro.LogRulesRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Changes one thing where one epoch ends and the next begins, and knows as what it must be found.
 */
enum EpochTampering {
  AUTHORIZATION_CHANGED {
    @Override
    Expected tamper(EpochCase one) {
      SignedEpochHandover good = one.random().handover(one.log(), 1);
      byte[] signature = good.authorization().toBytes().toByteArray();
      signature[one.random().below(64)] ^= 1;
      EcdsaSignature changed = EcdsaSignature.of(Bytes.wrap(signature)).orElseThrow();
      return new Expected(
          FindingCode.L3_EPOCH_NOT_HANDED_OVER,
          one.publish(
              one.next(), new SignedEpochHandover(good.handover(), changed, good.acceptance())));
    }
  },
  ACCEPTED_BY_SOMEBODY {
    @Override
    Expected tamper(EpochCase one) {
      SignedEpochHandover good = one.random().handover(one.log(), 1);
      SigningKey somebody = RandomLogs.SIGNATURES.key(one.random().bytes32());
      return new Expected(
          FindingCode.L3_EPOCH_NOT_HANDED_OVER,
          one.publish(
              one.next(),
              new SignedEpochHandover(
                  good.handover(), good.authorization(), one.sign(good.handover(), somebody))));
    }
  },
  HANDOVER_CUT_SHORT {
    @Override
    Expected tamper(EpochCase one) {
      PublishedEpoch epoch =
          new PublishedEpoch(
              one.next(), one.log().verifierKey, Optional.of(one.random().handover(one.log(), 1)));
      LogRulesPublished body = epoch.record().getBody();
      EpochHandedOver good = body.getHandover();
      LogRulesRecord changed =
          new LogRulesRecord(
              new LogRulesPublished(
                  body.getEpoch(),
                  body.getRules(),
                  body.getTopicId(),
                  body.getVerifierKey(),
                  new EpochHandedOver(
                      good.getPreviousRules(),
                      good.getFirstPeriod(),
                      good.getFirstStart(),
                      good.getAuthorization(),
                      ByteBuffer.wrap(new byte[64]))));
      RawRecord old = one.topics().rules().getLast();
      one.topics().rules().set(1, withValue(old, FakeTopics.encoded(changed)));
      return new Expected(
          FindingCode.L3_EPOCH_NOT_HANDED_OVER, Place.record("log-rules", 0, old.offset()));
    }
  },
  FIRST_PERIOD_CHANGED {
    @Override
    Expected tamper(EpochCase one) {
      return new Expected(
          FindingCode.L3_EPOCH_NOT_HANDED_OVER,
          one.moved(EpochCase.FIRST_PERIOD + 1, one.next().firstStart()));
    }
  },
  FIRST_START_CHANGED {
    @Override
    Expected tamper(EpochCase one) {
      return new Expected(
          FindingCode.L3_EPOCH_NOT_HANDED_OVER,
          one.moved(EpochCase.FIRST_PERIOD, one.next().firstStart() + 10));
    }
  },
  HANDOVER_DROPPED {
    @Override
    Expected tamper(EpochCase one) {
      one.topics().rules().removeLast();
      return new Expected(FindingCode.L3_OTHER_LOG, anchor(one, EpochCase.FIRST_PERIOD));
    }
  },
  HANDED_OVER_LATER_THAN_IT_WAS {
    @Override
    Expected tamper(EpochCase one) {
      one.movedByBoth(EpochCase.FIRST_PERIOD + 1, one.next().firstStart() + 10);
      return new Expected(
          FindingCode.L4_EPOCH_NOT_ENDED, one.lastPlace().inPeriod(EpochCase.FIRST_PERIOD));
    }
  },
  HANDED_OVER_EARLIER_THAN_IT_WAS {
    @Override
    Expected tamper(EpochCase one) {
      one.movedByBoth(EpochCase.FIRST_PERIOD - 1, one.next().firstStart() - 10);
      long end =
          one.log().heads.stream()
              .flatMap(head -> head.content().stream())
              .filter(head -> head.seq() == 0 && head.partition() == one.partition())
              .map(head -> PartitionHead.decode(head.head()).orElseThrow())
              .findFirst()
              .orElseThrow()
              .endOffset();
      long after =
          one.topics().records(EpochCase.ENDED, one.partition()).stream()
              .mapToLong(RawRecord::offset)
              .filter(offset -> offset >= end)
              .findFirst()
              .orElseThrow();
      return new Expected(
          FindingCode.L4_EPOCH_OVERRUN, Place.record(EpochCase.ENDED, one.partition(), after));
    }
  },
  HANDED_OVER_AT_ANOTHER_TIME {
    @Override
    Expected tamper(EpochCase one) {
      one.movedByBoth(EpochCase.FIRST_PERIOD, one.next().firstStart() + 1);
      return new Expected(
          FindingCode.L4_EPOCH_NOT_ENDED, one.lastPlace().inPeriod(EpochCase.FIRST_PERIOD - 1));
    }
  },
  LAST_CLOSE_DROPPED {
    @Override
    Expected tamper(EpochCase one) {
      one.topics().records(EpochCase.ENDED, one.partition()).removeLast();
      return new Expected(
          FindingCode.L4_EPOCH_NOT_ENDED, one.lastPlace().inPeriod(EpochCase.FIRST_PERIOD - 1));
    }
  },
  APPENDED_TO_THE_ENDED_TOPIC {
    @Override
    Expected tamper(EpochCase one) {
      long offset = one.lastOfEnded().offset() + 3;
      one.append(
          EpochCase.ENDED, offset, one.log().partitions.get(one.partition()).getFirst().value());
      return new Expected(
          FindingCode.L4_EPOCH_OVERRUN, Place.record(EpochCase.ENDED, one.partition(), offset));
    }
  },
  CLOSED_ON_IN_THE_ENDED_TOPIC {
    @Override
    Expected tamper(EpochCase one) {
      long offset = one.lastOfEnded().offset() + 2;
      one.append(
          EpochCase.ENDED,
          offset,
          one.random().close(one.partition(), EpochCase.FIRST_PERIOD, one.random().operator(0)));
      return new Expected(
          FindingCode.L4_EPOCH_OVERRUN, Place.record(EpochCase.ENDED, one.partition(), offset));
    }
  },
  MOVED_INTO_THE_NEXT_TOPIC {
    @Override
    Expected tamper(EpochCase one) {
      one.moveFirst();
      return new Expected(
          FindingCode.L4_EQUIVOCATION,
          Place.record(EpochCase.NEXT, one.partition(), 2).inPeriod(EpochCase.FIRST_PERIOD));
    }
  },
  MOVED_FROM_THE_ENDED_TOPIC {
    @Override
    Expected tamper(EpochCase one) {
      one.moveFirst();
      return new Expected(
          FindingCode.L1_ROOT_DIFFERS,
          Place.record(EpochCase.ENDED, one.partition(), 0).inPeriod(0));
    }
  },
  CLOSED_BY_THE_OPERATOR_BEFORE {
    @Override
    Expected tamper(EpochCase one) {
      one.append(
          EpochCase.NEXT,
          2,
          one.random().close(one.partition(), EpochCase.FIRST_PERIOD, one.random().operator(0)));
      return new Expected(
          FindingCode.L4_REFUSED_CLOSE,
          Place.record(EpochCase.NEXT, one.partition(), 2).inPeriod(EpochCase.FIRST_PERIOD));
    }
  },
  ANCHORED_UNDER_THE_RULES_BEFORE {
    @Override
    Expected tamper(EpochCase one) {
      AnchorRecord good = one.log().onChain.get(EpochCase.FIRST_PERIOD);
      RawRecord record = one.topics().records("anchors", 0).get(EpochCase.FIRST_PERIOD);
      AnchorRecord changed = ofEpochBefore(good, one.log().onChain.getFirst());
      one.topics()
          .records("anchors", 0)
          .set(EpochCase.FIRST_PERIOD, withValue(record, FakeTopics.encoded(made(one, changed))));
      return new Expected(FindingCode.L3_OTHER_LOG, anchor(one, EpochCase.FIRST_PERIOD));
    }
  },
  RULES_WITHOUT_A_HANDOVER {
    @Override
    Expected tamper(EpochCase one) {
      PublishedEpoch first =
          PublishedEpoch.first(
              one.random().epoch.rules(), one.random().epoch.topicId(), one.log().verifierKey);
      one.topics().rules().add(FakeTopics.rules(99, first));
      return new Expected(FindingCode.L3_RULES_REPEATED, Place.record("log-rules", 0, 99));
    }
  };

  /** What a tampering must be found as. */
  record Expected(FindingCode code, Place place) {}

  abstract Expected tamper(EpochCase one);

  private static Place anchor(EpochCase one, int period) {
    return Place.record("anchors", 0, one.log().anchors.get(period).offset()).inPeriod(period);
  }

  static RawRecord withValue(RawRecord record, Bytes value) {
    return new RawRecord(
        record.offset(), record.appendTime(), record.key(), Optional.of(value), List.of());
  }

  private static AnchorsRecord made(EpochCase one, AnchorRecord record) {
    return new AnchorsRecord(
        new AnchorMade(
            record.seq(),
            ByteBuffer.wrap(record.encode().toByteArray()),
            AvroValues.hash32(record.hash().toByteArray()),
            one.log().anchors.get((int) record.seq()).content().orElseThrow().checkpoint()));
  }

  private static AnchorRecord ofEpochBefore(AnchorRecord good, AnchorRecord before) {
    return new AnchorRecord(
        good.logId(),
        good.seq(),
        good.periodStart(),
        good.periodEnd(),
        good.partitionCount(),
        good.epoch(),
        good.topicId(),
        good.entries(),
        good.accepted(),
        good.periodRoot(),
        good.settlementRoot(),
        good.totalsHash(),
        good.prevAnchorHash(),
        good.prevLogRoot(),
        before.rulesHash(),
        good.closedAt());
  }
}
