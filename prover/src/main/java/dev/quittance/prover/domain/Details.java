package dev.quittance.prover.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which fields of a piece of work its receipt commits to without showing them; docs/disclosure.md
 * lists them.
 *
 * <p>What is signed in the open (parties, amounts, verdict, hashes, time) is not among them. All
 * but the evidence are always there, empty ones too: that a field is missing would tell something.
 */
public final class Details {
  private static final int EVIDENCE_BYTES = 8 * 1024;
  private static final int MOST_MEMBERS = 32;

  private Details() {}

  /** The fields: canonical JSON values by JSON pointer. */
  public static Map<String, String> of(Work work) {
    Map<String, String> fields = new TreeMap<>();
    put(fields, "/tenant", TextNode.valueOf(work.tenant()));
    put(fields, "/service", TextNode.valueOf(work.service()));
    put(fields, "/executor", TextNode.valueOf(work.executor()));
    put(fields, "/step", IntNode.valueOf(work.stepIndex()));
    put(fields, "/attempt", IntNode.valueOf(work.attempt()));
    put(fields, "/code", TextNode.valueOf(work.code()));
    put(fields, "/message", TextNode.valueOf(work.message()));
    work.evidence().ifPresent(evidence -> putEvidence(fields, evidence));
    return fields;
  }

  /** A field per member, so that each can be opened alone; what can't be read is none. */
  private static void putEvidence(Map<String, String> fields, String evidence) {
    byte[] utf8 = evidence.getBytes(StandardCharsets.UTF_8);
    switch (StrictJson.parse(utf8, EVIDENCE_BYTES)) {
      case Parsed.Ok<JsonNode>(JsonNode json) when isSpread(json) ->
          json.properties()
              .forEach(member ->
                  put(fields, "/evidence/" + escaped(member.getKey()), member.getValue()));
      case Parsed.Ok<JsonNode>(JsonNode json) -> put(fields, "/evidence", json);
      case Parsed.Bad<JsonNode> _ -> {}
    }
  }

  private static boolean isSpread(JsonNode json) {
    return json.isObject() && json.size() > 0 && json.size() <= MOST_MEMBERS;
  }

  /** A member's name inside of a JSON pointer (RFC 6901). */
  private static String escaped(String member) {
    return member.replace("~", "~0").replace("/", "~1");
  }

  private static void put(Map<String, String> fields, String path, JsonNode value) {
    fields.put(path, CanonicalJson.of(value).text());
  }

  /**
   * What no other receipt of the line has: by it the master of the salts is derived.
   *
   * @param seq the receipt's sequence number
   */
  public static Bytes32 receiptId(Work work, long lane, long seq) {
    ByteBuffer id = ByteBuffer.allocate(2 * Bytes32.SIZE + Address.SIZE + 2 * Long.BYTES);
    id.put(work.orderId().toByteArray()).put(work.stepId().toByteArray());
    id.put(work.agent().toByteArray()).putLong(lane).putLong(seq);
    return Sha256.hash(id.array());
  }
}
