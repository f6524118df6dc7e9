package dev.quittance.contracts;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.util.HexFormat;

/**
 * What to deploy for one log. Immutable.
 *
 * @param logId 32-byte id of the log as 64 hex digits, with or without 0x
 * @param operator the account that anchors, pauses and refunds
 * @param payoutDelay time from anchoring a period to its first claim; whole seconds, not negative
 * @param withTestUsd whether to deploy the devnet token too
 */
public record DeploymentSpec(
    String logId, String operator, Duration payoutDelay, boolean withTestUsd) {

  /**
   * Checks what the chain would not.
   *
   * @throws IllegalArgumentException naming the component that is out of its form or range
   */
  public DeploymentSpec {
    if (!logId.matches("(0x)?[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("logId must be 64 hex digits, is \"" + logId + "\"");
    }
    if (!operator.matches("0x[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException(
          "operator must be 0x and 40 hex digits, is \"" + operator + "\"");
    }
    if (payoutDelay.isNegative() || !payoutDelay.equals(payoutDelay.truncatedTo(SECONDS))) {
      throw new IllegalArgumentException(
          "payoutDelay must be whole seconds and not negative, is " + payoutDelay);
    }
  }

  byte[] logIdBytes() {
    return HexFormat.of().parseHex(logId.substring(logId.length() - 64));
  }
}
