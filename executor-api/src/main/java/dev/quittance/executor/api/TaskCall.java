package dev.quittance.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt at one step, as an executor sees it.
 *
 * @param orderId 64 hex digits
 * @param stepId 64 hex digits
 * @param stepIndex position in the plan, from 0
 * @param attempt from 1
 * @param agentId the vendor's id
 * @param agent the vendor's address, 0x and 40 hex digits
 * @param tenant who ordered
 * @param buyer the buyer's address, 0x and 40 hex digits; empty when the task does not say
 * @param price what the buyer pays when the step is completed, fee included, in the smallest unit
 *     of the order's asset; empty when the task does not say
 * @param service the service that was ordered, such as {@code summarization}
 * @param executor the executor's whole name as the plan has it, such as {@code llm/local}
 * @param input the step's input with all references filled in
 * @param inputHash SHA-256 of the input's bytes, 64 hex digits
 * @param idempotencyKey the same for every attempt at this step, and for no other
 * @param timeout how long this attempt may take
 * @param deadline a result after this instant comes too late
 * @param traceparent W3C trace context to hand on; empty when there is none
 */
public record TaskCall(
    String orderId,
    String stepId,
    int stepIndex,
    int attempt,
    String agentId,
    String agent,
    String tenant,
    Optional<String> buyer,
    Optional<BigInteger> price,
    String service,
    String executor,
    JsonNode input,
    String inputHash,
    String idempotencyKey,
    Duration timeout,
    Instant deadline,
    String traceparent) {}
