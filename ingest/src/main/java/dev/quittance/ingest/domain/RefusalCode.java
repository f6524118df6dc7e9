package dev.quittance.ingest.domain;

/** Why a request is refused before it is planned. The codes are stable: receipts cite them. */
public enum RefusalCode {
  /** The order document does not parse or is not in its canonical form. */
  MALFORMED_ORDER("malformed-order"),
  /** The id is not the one that the document's tenant, source and source id give. */
  WRONG_ORDER_ID("wrong-order-id"),
  /** No tenant has the id. */
  UNKNOWN_TENANT("unknown-tenant"),
  /** The tenant is suspended. */
  TENANT_SUSPENDED("tenant-suspended"),
  /** The orderId belongs to a request with other content. */
  CONFLICTING_CONTENT("conflicting-content"),
  /** Placed longer ago than requests are told apart. */
  TOO_OLD("too-old");

  private final String code;

  RefusalCode(String code) {
    this.code = code;
  }

  /** The code in records, such as {@code too-old}. */
  public String code() {
    return code;
  }
}
