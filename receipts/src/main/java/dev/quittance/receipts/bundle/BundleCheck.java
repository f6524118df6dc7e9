package dev.quittance.receipts.bundle;

/** The checks of a bundle, in the order in which they are made. */
public enum BundleCheck {
  /** The text is a bundle in every detail. */
  FORMAT("format"),
  /** The signature is canonical and the agent's. */
  SIGNATURE("signature"),
  /** The entry is the accepted one of this receipt, within the head's partition and offsets. */
  ENTRY("entry"),
  /** The entry is in the partition's tree. */
  ENTRY_PATH("entryPath"),
  /** The anchor is a record of the trusted log. */
  ANCHOR("anchor"),
  /** The head is in the anchor's period tree. */
  HEAD_PATH("headPath"),
  /** The checkpoint is signed by the trusted key. */
  CHECKPOINT("checkpoint"),
  /** The anchor is in the checkpoint's tree. */
  LOG_PATH("logPath"),
  /** Chain, contract and anchor hash are those of domain, anchor and trust. */
  CHAIN("chain"),
  /** Every disclosed field is one that the receipt commits to. */
  DISCLOSURE("disclosure");

  private final String id;

  BundleCheck(String id) {
    this.id = id;
  }

  /** The name in reports and in the test vectors. */
  public String id() {
    return id;
  }
}
