package dev.quittance.market.agentrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.AgentRunnerSubmission;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;

/**
 * A runner's receipt that is in {@code foreign-receipts}, without its text.
 *
 * @param offset where it stands there
 * @param arrivedAtMs when it was appended, unix ms
 * @param orderId the order that notarises it
 * @param signer the key that signed it
 * @param runner the key that it names as the runner's
 * @param latencyMs how long the work took, when its outputs say so
 * @param isOk whether its guards say so
 */
record ArrivedReceipt(
    long offset,
    long arrivedAtMs,
    Bytes32 leaf,
    Hash32 orderId,
    Bytes32 signer,
    Bytes32 runner,
    String agent,
    String taskId,
    long whenUnix,
    BigDecimal costUsd,
    OptionalLong latencyMs,
    boolean isOk) {
  /** With its places in the indexes. */
  private static final int RECORD_BYTES = 600;

  /** Where runners put the time that work took: none of them is in their type of receipts. */
  private static final List<String> LATENCIES =
      List.of(
          "/outputs/executionTime",
          "/outputs/execution_time_ms",
          "/outputs/latency_ms",
          "/outputs/durationMs");

  static ArrivedReceipt of(
      AgentRunnerSubmission submission,
      Bytes32 signer,
      Hash32 orderId,
      long offset,
      long arrivedAtMs) {
    return new ArrivedReceipt(
        offset,
        arrivedAtMs,
        submission.leaf(),
        orderId,
        signer,
        submission.runner(),
        submission.agent(),
        submission.taskId(),
        submission.whenUnix(),
        submission.costUsd(),
        latency(submission.json()),
        submission.json().at("/guards/verdict").asText("OK").equals("OK"));
  }

  /** The memory that it takes, about: its texts are as long as its runner likes. */
  long memoryBytes() {
    return RECORD_BYTES
        + 2L * (agent.length() + taskId.length())
        + costUsd.unscaledValue().bitLength() / Byte.SIZE;
  }

  /** The day of its arrival, UTC. */
  LocalDate day() {
    return Instant.ofEpochMilli(arrivedAtMs).atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static OptionalLong latency(JsonNode receipt) {
    return LATENCIES.stream()
        .map(receipt::at)
        .filter(value -> value.isNumber() && value.asDouble() >= 0)
        .mapToLong(JsonNode::asLong)
        .findFirst();
  }
}
