package dev.quittance.auditor.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.RandomLogs;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Parsed;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AgentRotation;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.SignedAgentRotation;
import dev.quittance.schemas.AgentRotations;
import dev.quittance.schemas.avro.AgentKeyRotated;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationHistoryTest {
  private final RandomLogs logs = new RandomLogs(1, 1);
  private long appendTime;
  private LogEpochs epochs = LogEpochs.first(logs.epoch);
  private final List<LineRecord> records = new ArrayList<>();

  @Test
  void aLinkedAddressIsTheSameAgent() {
    publish(1, Optional.empty());
    publish(2, Optional.of(rotation(1, 2, key(1))));
    publish(3, Optional.of(rotation(2, 3, logs.operator)));

    RotationHistory history = history();

    assertThat(history.findings()).isEmpty();
    assertThat(history.keys().addresses(key(2).address()))
        .containsExactly(key(1).address(), key(2).address(), key(3).address());
  }

  @Test
  void anAddressWithoutALinkIsFound() {
    publish(1, Optional.empty());
    publish(1, Optional.empty());
    publish(2, Optional.empty());

    found(FindingCode.L5_KEY_NOT_LINKED, 2);
  }

  @Test
  void aLinkThatNobodyWithTheRightSignedIsFound() {
    publish(1, Optional.empty());
    publish(2, Optional.of(rotation(1, 2, key(9))));

    found(FindingCode.L5_KEY_LINK_INVALID, 1);
    assertThat(history().keys().retired()).isEmpty();
  }

  @Test
  void aLinkToAnotherAddressThanTheDocumentsIsFound() {
    publish(1, Optional.empty());
    publish(3, Optional.of(rotation(1, 2, key(1))));

    found(FindingCode.L5_KEY_LINK_INVALID, 1);
  }

  @Test
  void aLinkFromAnAddressThatTheAgentDidNotHaveIsFound() {
    publish(4, Optional.empty());
    publish(2, Optional.of(rotation(1, 2, key(1))));

    found(FindingCode.L5_KEY_LINK_INVALID, 1);
  }

  @Test
  void anOperatorRotatesKeysWhileItsEpochLasts() {
    epochs = logs.log(List.of(1, 1)).epochs;
    long handedOver = epochs.newest().firstStart() * 1_000;
    publish(1, Optional.empty());
    appendTime = handedOver - 1;
    publish(2, Optional.of(rotation(1, 2, logs.operator(0))));
    appendTime = handedOver;
    publish(3, Optional.of(rotation(2, 3, logs.operator(1))));
    assertThat(history().findings()).isEmpty();

    publish(4, Optional.of(rotation(3, 4, logs.operator(0))));
    found(FindingCode.L5_KEY_LINK_INVALID, 3);
  }

  private void found(FindingCode code, long offset) {
    List<Finding> findings = history().findings();
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().code()).isEqualTo(code);
    assertThat(findings.getFirst().place().toString()).isEqualTo("agents/0@" + offset);
  }

  private RotationHistory history() {
    return RotationHistory.of(epochs, records);
  }

  private void publish(int key, Optional<AgentKeyRotated> rotation) {
    String json =
        "{\"format\":\"quittance-agent/v1\",\"id\":\"writer\",\"name\":\"W\",\"address\":\""
            + key(key).address()
            + "\",\"status\":\"active\",\"services\":[{\"service\":\"s\",\"executor\":\"x\","
            + "\"price\":\"1\",\"etaMs\":1}]}";
    Parsed<Agent> parsed = Agent.parse(json.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(Parsed.Ok.class);
    records.add(
        new LineRecord(
            "agents",
            0,
            records.size(),
            appendTime,
            Optional.empty(),
            new LineRecord.CatalogueDocument(
                "writer", Bytes.wrap(json.getBytes(StandardCharsets.UTF_8)), rotation)));
  }

  private AgentKeyRotated rotation(int old, int next, SigningKey authorizer) {
    AgentRotation rotation =
        new AgentRotation(
            logs.identity.logId(), "writer", key(old).address(), key(next).address(), 5);
    return AgentRotations.record(
        new SignedAgentRotation(
            rotation,
            RandomLogs.SIGNATURES.sign(rotation.digest(), authorizer),
            RandomLogs.SIGNATURES.sign(rotation.digest(), key(next))));
  }

  private static SigningKey key(int i) {
    return RandomLogs.SIGNATURES.key(Sha256.hash(("key " + i).getBytes(StandardCharsets.UTF_8)));
  }
}
