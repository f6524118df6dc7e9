package dev.quittance.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/**
 * One sample order, ready to be sent.
 *
 * @param tenant who orders it
 * @param sourceId its idempotency key
 * @param title for people
 * @param body what is posted
 */
record SampleOrder(String tenant, String sourceId, String title, ObjectNode body) {
  /** The order's budget in the asset's smallest unit. */
  BigInteger budget() {
    return new BigInteger(body.path("budget").asText());
  }
}
