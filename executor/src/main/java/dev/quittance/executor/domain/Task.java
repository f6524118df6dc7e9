package dev.quittance.executor.domain;

import dev.quittance.planning.document.Hash32;
import java.math.BigInteger;

/**
 * Work on a step for whoever serves its executor.
 *
 * @param stepIndex position in the plan, from 0
 * @param attempt from 1
 * @param agent the agent's address
 * @param executor as the plan names it
 * @param timeoutMs how long one attempt may take
 * @param deadlineMs a result that is appended at or after this time comes too late, unix ms
 * @param idempotencyKey the same for every attempt at this step
 * @param tenant who ordered it
 * @param price what the buyer pays when it is completed, fee included, in the asset's smallest unit
 * @param buyer the buyer's address
 */
public record Task(
    Hash32 orderId,
    Hash32 stepId,
    int stepIndex,
    int attempt,
    String agentId,
    String agent,
    String service,
    String executor,
    TaskInput input,
    long timeoutMs,
    long deadlineMs,
    String idempotencyKey,
    String tenant,
    BigInteger price,
    String buyer) {}
