package dev.quittance.auditor;

/** What an audit can find. The codes are stable: scripts may rely on them. */
public enum FindingCode {
  LOG_UNREADABLE("LOG-UNREADABLE", Level.L4, "The log cannot be read, so nothing can be said."),
  LOG_NOT_TRUSTED(
      "LOG-NOT-TRUSTED", Level.L3, "The log, its key, chain or contract is not the trusted one."),
  L0_BAD_SIGNATURE(
      "L0-BAD-SIGNATURE", Level.L0, "A receipt is not signed by its agent, or not canonically."),
  L1_ROOT_DIFFERS(
      "L1-ROOT-DIFFERS", Level.L1, "The records of a period are not those under its root."),
  L1_HEAD_DIFFERS(
      "L1-HEAD-DIFFERS", Level.L1, "A published partition head is not that of the records."),
  L2_CHAIN_UNREACHABLE(
      "L2-CHAIN-UNREACHABLE", Level.L2, "The chain was not asked, or gave no answer."),
  L2_NO_CONTRACT("L2-NO-CONTRACT", Level.L2, "There is no contract where the rules say it is."),
  L2_CONTRACT_DIFFERS(
      "L2-CONTRACT-DIFFERS", Level.L2, "The contract is another log's or another operator's."),
  L2_NOT_ANCHORED("L2-NOT-ANCHORED", Level.L2, "The chain does not have a period."),
  L2_ANCHOR_DIFFERS(
      "L2-ANCHOR-DIFFERS", Level.L2, "The chain has another anchor than was published."),
  L2_UNKNOWN_PERIOD(
      "L2-UNKNOWN-PERIOD", Level.L2, "The chain has a period that the records do not close."),
  L3_ANCHOR_MALFORMED(
      "L3-ANCHOR-MALFORMED",
      Level.L3,
      "A record of anchors does not decode or contradicts itself."),
  L3_ANCHOR_MISSING("L3-ANCHOR-MISSING", Level.L3, "A closed period has no record in anchors."),
  L3_ANCHOR_SEQUENCE(
      "L3-ANCHOR-SEQUENCE", Level.L3, "A record of anchors is out of its place or is repeated."),
  L3_OTHER_LOG("L3-OTHER-LOG", Level.L3, "An anchor is of another log, epoch, topic or rules."),
  L3_CHAIN_BROKEN("L3-CHAIN-BROKEN", Level.L3, "An anchor does not continue the one before it."),
  L3_LOG_ROOT_DIFFERS(
      "L3-LOG-ROOT-DIFFERS", Level.L3, "An anchor's prevLogRoot is not over those before it."),
  L3_CHECKPOINT_NOT_SIGNED(
      "L3-CHECKPOINT-NOT-SIGNED", Level.L3, "A checkpoint is not signed by the log's key."),
  L3_CHECKPOINT_DIFFERS(
      "L3-CHECKPOINT-DIFFERS", Level.L3, "A signed checkpoint is not over the anchors up to it."),
  L4_ANCHOR_DIFFERS(
      "L4-ANCHOR-DIFFERS", Level.L4, "The records give another anchor than was published."),
  L4_CHAIN_DIFFERS(
      "L4-CHAIN-DIFFERS", Level.L4, "The records give another anchor than the chain has."),
  L4_UNKNOWN_PERIOD(
      "L4-UNKNOWN-PERIOD",
      Level.L4,
      "A published anchor is of a period that the records do not close."),
  L4_PERIOD_DISAGREES(
      "L4-PERIOD-DISAGREES", Level.L4, "The partitions' closes of a period do not fit together."),
  L4_PARTITIONS_DIFFER(
      "L4-PARTITIONS-DIFFER",
      Level.L4,
      "The topic has another number of partitions than the rules."),
  L4_OFFSET_ORDER("L4-OFFSET-ORDER", Level.L4, "A record is not in the order of its offset."),
  L4_ROW_DIFFERS("L4-ROW-DIFFERS", Level.L4, "A settlement row is not what the records give."),
  L4_ROW_MISSING("L4-ROW-MISSING", Level.L4, "A settlement row that the records give is missing."),
  L4_ROW_UNKNOWN(
      "L4-ROW-UNKNOWN", Level.L4, "A settlement row is repeated, or of nothing in the records."),
  L4_UNEVEN_TOTALS(
      "L4-UNEVEN-TOTALS", Level.L4, "The published rows of an asset owe more or less than is due."),
  L4_SEQUENCE_GAP(
      "L4-SEQUENCE-GAP", Level.L4, "A receipt's sequence number does not follow the last one."),
  L4_DUPLICATE_RECEIPT(
      "L4-DUPLICATE-RECEIPT", Level.L4, "A receipt whose sequence number was accepted before."),
  L4_EQUIVOCATION(
      "L4-EQUIVOCATION", Level.L4, "An agent signed two receipts with one sequence number."),
  L4_REFUSED_RECEIPT(
      "L4-REFUSED-RECEIPT", Level.L4, "A record that is malformed, of another lane or amount."),
  L4_REFUSED_CLOSE(
      "L4-REFUSED-CLOSE", Level.L4, "A period close that does not close the open period."),
  L4_OPEN_PERIOD("L4-OPEN-PERIOD", Level.L4, "Records of a period that is not closed yet.");

  private final String id;
  private final Level level;
  private final String meaning;

  FindingCode(String id, Level level, String meaning) {
    this.id = id;
    this.level = level;
    this.meaning = meaning;
  }

  /** The code in reports. */
  public String id() {
    return id;
  }

  /** The level whose check it belongs to. */
  public Level level() {
    return level;
  }

  /** What it means, one sentence. */
  public String meaning() {
    return meaning;
  }
}
