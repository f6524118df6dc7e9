package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.line.RetiredUse;
import dev.quittance.auditor.line.RotationHistory;
import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AgentKeys;
import dev.quittance.receipts.log.AgentRotation;
import dev.quittance.receipts.log.DecodedClose;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.SignedAgentRotation;
import dev.quittance.receipts.log.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetiredKeysTest {
  private final RandomLogs logs = new RandomLogs(3, 1);
  private final SigningKey old = key(1);
  private final SigningKey next = key(2);
  private final AgentKeys keys = rotatedFrom(2);
  private final PublishedLog log =
      PublishedLog.of(
          LogEpochs.first(logs.epoch), VerifierKey.ofSeed(logs.identity.origin(), logs.bytes32()));

  @Test
  void aRotatedAddressSignsUntilItsPeriodAndIsFoundFromThenOn() throws Exception {
    LaneReplay lane = new LaneReplay(log, 0, RandomLogs.SIGNATURES, keys);
    append(lane, receipt(0, old, 1));
    append(lane, close(1, 0));
    append(lane, receipt(2, old, 2));
    append(lane, receipt(3, next, 1));
    append(lane, close(4, 1));
    append(lane, receipt(5, old, 3));
    append(lane, receipt(6, next, 2));
    // One that is no next one of its agent is refused, and not found twice.
    append(lane, receipt(7, old, 9));

    byte[] snapshot = lane.snapshot();
    List<RetiredUse> retired = finish(lane).retired();
    List<RetiredUse> resumed =
        finish(LaneReplay.resumed(log, 0, RandomLogs.SIGNATURES, keys, snapshot)).retired();

    assertThat(resumed).isEqualTo(retired);
    assertThat(RotationHistory.retired(retired))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_KEY_RETIRED);
          assertThat(finding.severity()).isEqualTo(Severity.FAIL);
          assertThat(finding.place().toString()).isEqualTo("receipts/0@5 (period 2)");
        });
  }

  private static void append(LaneReplay lane, RecoveredRecord record)
      throws LogUnavailableException {
    lane.append(record, Cursor.empty());
  }

  private static LaneReplay.Replayed finish(LaneReplay lane) throws LogUnavailableException {
    return lane.finish(Long.MAX_VALUE, Cursor.empty());
  }

  private AgentKeys rotatedFrom(long period) {
    AgentRotation rotation =
        new AgentRotation(logs.identity.logId(), "w", old.address(), next.address(), period);
    return AgentKeys.none(logs.identity.logId(), _ -> logs.identity.operator())
        .fold(
            RandomLogs.SIGNATURES,
            new SignedAgentRotation(
                rotation,
                RandomLogs.SIGNATURES.sign(rotation.digest(), old),
                RandomLogs.SIGNATURES.sign(rotation.digest(), next)),
            0)
        .keys();
  }

  private RecoveredRecord receipt(long offset, SigningKey agent, long seq) {
    SignedReceipt signed = logs.signed(logs.receipt(agent, logs.bytes32(), 0, seq), agent);
    return new RecoveredRecord(
        LogRecord.of(offset, 1, logs.bytes32().toBytes(), DecodedReceipt.of(signed)),
        Optional.of(signed),
        Optional.of(agent.address()));
  }

  private RecoveredRecord close(long offset, long period) {
    PeriodClose close =
        new PeriodClose(logs.identity.logId(), period, period * 10, period * 10 + 10, 0, 1);
    return new RecoveredRecord(
        LogRecord.of(
            offset,
            1_000_000,
            logs.bytes32().toBytes(),
            DecodedClose.of(close.sign(RandomLogs.SIGNATURES, logs.operator))),
        Optional.empty(),
        Optional.empty());
  }

  private static SigningKey key(int i) {
    return RandomLogs.SIGNATURES.key(Sha256.hash(("key " + i).getBytes(StandardCharsets.UTF_8)));
  }
}
