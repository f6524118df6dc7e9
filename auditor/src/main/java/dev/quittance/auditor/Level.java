package dev.quittance.auditor;

/** The levels of an audit; each takes the ones before it for granted. */
public enum Level {
  /** Every receipt's signature, recovered. Counted in receipts. */
  L0("signature", "receipts"),
  /** Every record is under its period's root. Counted in periods. */
  L1("inclusion", "periods"),
  /** The chain has what was published. Counted in periods. */
  L2("anchor on chain", "periods"),
  /** Anchors continue each other and the signed checkpoints cover them. Counted in periods. */
  L3("anchor chain", "periods"),
  /** The records give the very same anchors and settlement rows. Counted in periods. */
  L4("replay", "periods"),
  /** Every order, from what was asked to what was paid. Counted in orders. */
  L5("whole history", "orders");

  private final String title;
  private final String unit;

  Level(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** What it is about, in a word or three. */
  public String title() {
    return title;
  }

  /** What it is counted in. */
  public String unit() {
    return unit;
  }
}
