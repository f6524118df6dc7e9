package dev.quittance.receipts.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.util.UUID;

/**
 * Which log, and in which epoch: everything besides records and state that the log's bytes depend
 * on.
 *
 * @param origin the log's name, also the name of its checkpoint key
 * @param partitionCount partitions of the topic in this epoch, at least 1
 * @param epoch label of the rules
 * @param topicId Kafka's id of the topic
 * @param rulesHash hash of the canonical rules
 * @param domain EIP-712 domain of the receipts
 * @param operator address that signs period closes
 */
public record LogIdentity(
    String origin,
    int partitionCount,
    int epoch,
    UUID topicId,
    Bytes32 rulesHash,
    ReceiptDomain domain,
    Address operator) {

  private static final String LOG_ID_PREFIX = "quittance-log/v1\n";

  /** Checks the origin's form and that there is a partition. */
  public LogIdentity {
    Origins.require(origin);
    if (partitionCount < 1) {
      throw new IllegalArgumentException("partitionCount must be at least 1: " + partitionCount);
    }
  }

  /** SHA-256("quittance-log/v1\n" ‖ origin). */
  public Bytes32 logId() {
    return logId(origin);
  }

  /** The id of the log with the given origin. */
  public static Bytes32 logId(String origin) {
    return Sha256.hash((LOG_ID_PREFIX + origin).getBytes(UTF_8));
  }
}
