package dev.quittance.planning.document;

import java.math.BigInteger;

/**
 * Every size limit and default of the documents, in one place. Sizes in bytes are of UTF-8; the
 * JSON Schemas in {@code schemas/} say the same where JSON Schema can say it.
 */
public final class Limits {
  /** Text of any document as received, white space included. */
  public static final int DOCUMENT_BYTES = 64 * 1024;

  /** Canonical bytes of all inline inputs of an order together. */
  public static final int ORDER_INPUT_BYTES = 8 * 1024;

  /** Canonical bytes of a whole order: its inputs and a small envelope. */
  public static final int ORDER_BYTES = ORDER_INPUT_BYTES + 4 * 1024;

  /**
   * Bytes of an input that an order cites by hash, and of an input after its references are filled
   * in.
   */
  public static final int INPUT_BYTES = 256 * 1024;

  /** Nested arrays and objects of any document. */
  public static final int DEPTH = 32;

  /** Steps of an order. */
  public static final int STEPS = 32;

  /** Services of one agent. */
  public static final int AGENT_SERVICES = 64;

  /** Items of a list of ids (vendors, allowed services, API keys). */
  public static final int IDS = 256;

  /** Problems that one parse reports. */
  public static final int PROBLEMS = 20;

  /** Amounts are below this, as in a receipt. */
  public static final BigInteger AMOUNT_BOUND = BigInteger.ONE.shiftLeft(128);

  /** One in parts per million. */
  public static final int PPM = 1_000_000;

  /** One in basis points. */
  public static final int BPS = 10_000;

  /** Longest time in ms that a document may give a step, an agent or a service level: one day. */
  public static final int DURATION_MS = 86_400_000;

  /** Confidence of a service that states none, as AgentRunner assumes. */
  public static final int DEFAULT_CONFIDENCE_PPM = 900_000;

  /** Safety of a service that states none, as AgentRunner assumes. */
  public static final int DEFAULT_SAFETY_PPM = 950_000;

  /** Time that a step may take when its service states none. */
  public static final int DEFAULT_TIMEOUT_MS = 60_000;

  /**
   * Price against which offers are measured when the policy states none: 0.20 of an asset with 6
   * decimals, as AgentRunner's.
   */
  public static final BigInteger DEFAULT_BENCH_PRICE = BigInteger.valueOf(200_000);

  /**
   * Service level against which offers are measured when the policy states none, as AgentRunner's.
   */
  public static final int DEFAULT_SLO_MS = 3_000;

  private Limits() {}
}
