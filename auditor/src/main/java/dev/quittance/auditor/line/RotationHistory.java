package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Parsed;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AgentKeys;
import dev.quittance.receipts.log.AgentRotation;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.SignedAgentRotation;
import dev.quittance.schemas.AgentRotations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are one agent, as the catalogue says, and what is wrong with how it says so.
 *
 * @param keys what the rotations that count come to
 * @param findings rotations that don't count, and addresses that changed without one
 */
public record RotationHistory(AgentKeys keys, List<Finding> findings) {
  public RotationHistory {
    findings = List.copyOf(findings);
  }

  /** The history before anything is read. */
  public static RotationHistory none(LogEpochs log) {
    return new RotationHistory(keys(log), List.of());
  }

  private static AgentKeys keys(LogEpochs log) {
    return AgentKeys.none(logId(log), log::operatorAt);
  }

  private static Bytes32 logId(LogEpochs log) {
    return LogIdentity.logId(log.newest().rules().origin());
  }

  /** Reads the records of {@code agents}, in their order. */
  public static RotationHistory of(LogEpochs log, List<LineRecord> agents) {
    return new Reading(log).read(agents);
  }

  private static final class Reading {
    private final Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
    private final Map<String, String> addresses = new HashMap<>();
    private final Findings findings = new Findings();
    private final Bytes32 logId;
    private AgentKeys keys;

    Reading(LogEpochs log) {
      this.logId = logId(log);
      this.keys = keys(log);
    }

    RotationHistory read(List<LineRecord> agents) {
      for (LineRecord record : agents) {
        if (record.content() instanceof LineRecord.CatalogueDocument document
            && Agent.parse(document.document().toByteArray())
                instanceof Parsed.Ok<Agent>(Agent agent)) {
          read(record, document, agent);
        }
      }
      return new RotationHistory(keys, findings.list());
    }

    private void read(LineRecord record, LineRecord.CatalogueDocument document, Agent agent) {
      String before = addresses.put(agent.id(), agent.address());
      if (document.rotation().isPresent()) {
        Optional<SignedAgentRotation> signed =
            AgentRotations.read(document.rotation().get(), logId);
        Optional<String> objection =
            signed.isEmpty()
                ? Optional.of("it is malformed")
                : objection(signed.get().rotation(), agent, before)
                    .or(() -> fold(signed.get(), record.appendTime()));
        objection.ifPresent(reason ->
            findings.fail(
                FindingCode.L5_KEY_LINK_INVALID,
                record,
                "the rotation of agent %s does not count: %s".formatted(agent.id(), reason)));
      } else if (before != null && !before.equals(agent.address())) {
        findings.fail(
            FindingCode.L5_KEY_NOT_LINKED,
            record,
            "agent %s had address %s and now has %s"
                .formatted(agent.id(), before, agent.address()));
      }
    }

    private static Optional<String> objection(
        AgentRotation rotation, Agent agent, @Nullable String before) {
      if (!rotation.agentId().equals(agent.id())) {
        return Optional.of("it names agent " + rotation.agentId());
      }
      if (before == null || !Address.fromHex(before).equals(rotation.oldAddress())) {
        return Optional.of("the agent did not have address " + rotation.oldAddress());
      }
      return Address.fromHex(agent.address()).equals(rotation.newAddress())
          ? Optional.empty()
          : Optional.of("the document beside it has address " + agent.address());
    }

    private Optional<String> fold(SignedAgentRotation signed, long atMs) {
      AgentKeys.Folded folded = keys.fold(signatures, signed, atMs);
      keys = folded.keys();
      return folded.objection();
    }
  }

  /** What is found where retired addresses signed. */
  public static List<Finding> retired(List<RetiredUse> uses) {
    List<Finding> findings = new ArrayList<>();
    for (RetiredUse use : uses) {
      findings.add(
          Finding.fail(
              FindingCode.L5_KEY_RETIRED,
              use.place(),
              "address " + use.address() + " was rotated and signs nothing in this period"));
    }
    return findings;
  }
}
