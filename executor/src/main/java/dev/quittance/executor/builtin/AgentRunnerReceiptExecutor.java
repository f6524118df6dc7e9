package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.AgentRunnerSubmission;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Read;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Unreadable;
import dev.quittance.receipts.foreign.RunnerKey;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Notarises a receipt that a runner of AgentRunner signed: checks the signature and tells the leaf
 * of its text in their Merkle tree. The input has the text as it came, so that the receipt of this
 * step commits to every byte of theirs.
 */
final class AgentRunnerReceiptExecutor implements BuiltinExecutor {
  private static final Set<String> INPUT = Set.of("receipt", "key");
  private static final int KEY_CHARS = 64;

  @Override
  public String service() {
    return "agentrunner-receipt";
  }

  @Override
  public String version() {
    return name() + "@1";
  }

  @Override
  public TaskOutcome run(JsonNode input) {
    var problems = new InputProblems();
    var object = InputObject.root(input, INPUT, problems);
    var text = object.text("receipt", MAX_TEXT_CHARS);
    var key = object.optionalText("key", KEY_CHARS);
    if (problems.any()) {
      return problems.failed();
    }
    Optional<Bytes32> given = key.flatMap(RunnerKey::parse);
    if (key.isPresent() && given.isEmpty()) {
      problems.add("/key", "expected an Ed25519 key in base58 or 64 hex digits");
    }
    return switch (AgentRunnerSubmission.read(text)) {
      case Unreadable(String pointer, String problem) -> {
        problems.add("/receipt", pointer + " " + problem);
        yield problems.failed();
      }
      case Read(AgentRunnerSubmission receipt) ->
          problems.any() ? problems.failed() : notarised(receipt, given.orElse(receipt.runner()));
    };
  }

  private static TaskOutcome notarised(AgentRunnerSubmission receipt, Bytes32 key) {
    var output = CanonicalJson.object();
    output
        .put("agent", receipt.agent())
        .put("key", hex(key))
        .put("leafHash", receipt.leaf().toString())
        .put("runnerPubkey", hex(receipt.runner()))
        .put("taskId", receipt.taskId())
        .put("verified", receipt.isSignedBy(key))
        .put("whenUnix", receipt.whenUnix());
    return CanonicalJson.completed(output);
  }

  private static String hex(Bytes32 key) {
    return HexFormat.of().formatHex(key.toByteArray());
  }
}
