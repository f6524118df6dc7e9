package dev.quittance.market.agentrunner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.AgentRunnerSubmission;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Read;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Unreadable;
import dev.quittance.receipts.foreign.AgentRunnerTree;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Answers that are made of receipts in their order, by AgentRunner's own rules. Pure. */
final class TreeView {
  /** What they write for the root of no leaves. */
  private static final String NO_ROOT = "0x";

  private TreeView() {}

  /** The answer to {@code GET /roots/{day}}. */
  static ObjectNode root(String day, List<ArrivedReceipt> receipts) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("ok", true).put("date", day).put("root", root(receipts));
    answer.put("count", receipts.size());
    var leaves = answer.putArray("leaves");
    receipts.forEach(receipt -> leaves.add(receipt.leaf().toString()));
    return answer;
  }

  /**
   * The answer to {@code GET /replay/receipt/{id}}: what can be checked is checked anew, from the
   * text alone.
   *
   * @param day the receipts of its day, itself among them
   */
  static ObjectNode replay(ArrivedReceipt receipt, String text, List<ArrivedReceipt> day) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    List<Bytes32> leaves = day.stream().map(ArrivedReceipt::leaf).toList();
    int index = leaves.indexOf(receipt.leaf());
    boolean isSigned =
        switch (AgentRunnerSubmission.read(text)) {
          case Read(AgentRunnerSubmission read) ->
              read.leaf().equals(receipt.leaf()) && read.isSignedBy(receipt.signer());
          case Unreadable _ -> false;
        };
    List<Bytes32> proof = AgentRunnerTree.proof(leaves, index);
    boolean isProven =
        AgentRunnerTree.verify(receipt.leaf(), proof, AgentRunnerTree.root(leaves).orElseThrow());
    answer.put("ok", true).put("verified", isSigned && isProven);
    answer
        .put("id", receipt.leaf().toString())
        .put("task_id", receipt.taskId())
        .put("signature", isSigned)
        .put("signer", hex(receipt.signer()))
        .put("leaf", receipt.leaf().toString())
        .put("date", receipt.day().toString())
        .put("index", index)
        .put("root", root(day));
    var siblings = answer.putArray("proof");
    proof.forEach(sibling -> siblings.add(sibling.toString()));
    return answer;
  }

  /** The answer to {@code GET /pit}: what was known at a time. */
  static ObjectNode pointInTime(long slot, long atMs, List<ArrivedReceipt> receipts) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("ok", true)
        .put("slot", slot)
        .put("at_unix_ms", atMs)
        .put("count", receipts.size())
        .put("root", root(receipts));
    Map<String, List<ArrivedReceipt>> byCapability =
        receipts.stream()
            .collect(
                Collectors.groupingBy(ArrivedReceipt::agent, TreeMap::new, Collectors.toList()));
    var capabilities = answer.putArray("capabilities");
    byCapability.forEach((capability, own) ->
        capabilities.add(
            Benchmarks.of(capability, own).put("last_task_id", own.getLast().taskId())));
    return answer;
  }

  private static String root(List<ArrivedReceipt> receipts) {
    return AgentRunnerTree.root(receipts.stream().map(ArrivedReceipt::leaf).toList())
        .map(Bytes32::toString)
        .orElse(NO_ROOT);
  }

  private static String hex(Bytes32 key) {
    return HexFormat.of().formatHex(key.toByteArray());
  }
}
