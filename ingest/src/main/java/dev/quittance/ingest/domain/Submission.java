package dev.quittance.ingest.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes;

/**
 * A request as an adapter wrote it down, before anything was decided about it.
 *
 * @param orderId the id that the adapter gave it
 * @param tenant id of the tenant in whose name it came
 * @param source the adapter
 * @param sourceId its id at the source
 * @param order the order document, RFC 8785 bytes if the adapter did its work
 * @param orderHash SHA-256 of those bytes
 * @param submittedAtMs when the source says it was placed, unix ms
 */
public record Submission(
    Hash32 orderId,
    String tenant,
    String source,
    String sourceId,
    Bytes order,
    Hash32 orderHash,
    long submittedAtMs) {
  private static final String REQUEST_FORMAT = "quittance-request/v1";

  /** A submission of order bytes, which it hashes. */
  public static Submission of(
      Hash32 orderId,
      String tenant,
      String source,
      String sourceId,
      Bytes order,
      long submittedAtMs) {
    Hash32 orderHash = Hash32.sha256(order.toByteArray());
    return new Submission(orderId, tenant, source, sourceId, order, orderHash, submittedAtMs);
  }

  /**
   * SHA-256 of the RFC 8785 array {@code ["quittance-request/v1", orderId, orderHash]}: names this
   * content under this id. The same as the order's own requestId where the order parses.
   */
  public Hash32 requestId() {
    ArrayNode parts =
        JsonNodeFactory.instance
            .arrayNode()
            .add(REQUEST_FORMAT)
            .add(orderId.hex())
            .add(orderHash.hex());
    return CanonicalJson.of(parts).hash();
  }
}
