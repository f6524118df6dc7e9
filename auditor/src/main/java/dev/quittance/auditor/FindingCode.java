package dev.quittance.auditor;

/** What an audit can find. The codes are stable: scripts may rely on them. */
public enum FindingCode {
  LOG_UNREADABLE("LOG-UNREADABLE", Level.L4, "The log cannot be read, so nothing can be said."),
  RESUME_UNFIT(
      "RESUME-UNFIT",
      Level.L4,
      "What was kept of an audit is damaged or of another log, so it can't be gone on with."),
  LOG_NOT_TRUSTED(
      "LOG-NOT-TRUSTED", Level.L3, "The log, its key, chain or contract is not the trusted one."),
  LOG_NOT_NAMED(
      "LOG-NOT-NAMED",
      Level.L3,
      "Nobody said whose log it must be, or which contract must have its anchors."),
  EXPORT_DAMAGED(
      "EXPORT-DAMAGED",
      Level.L4,
      "A file of the export is missing, cut off or not in its format, or two parts have the same record."),
  EXPORT_CHANGED(
      "EXPORT-CHANGED", Level.L4, "A file of the export is not the one that its manifest names."),
  L0_BAD_SIGNATURE(
      "L0-BAD-SIGNATURE", Level.L0, "A receipt is not signed by its agent, or not canonically."),
  L1_ROOT_DIFFERS(
      "L1-ROOT-DIFFERS", Level.L1, "The records of a period are not those under its root."),
  L1_HEAD_DIFFERS(
      "L1-HEAD-DIFFERS", Level.L1, "A published partition head is not that of the records."),
  L1_TIME_STEPS_BACK(
      "L1-TIME-STEPS-BACK",
      Level.L1,
      "In a period that differs, a record's append time is before the one before it."),
  L2_CHAIN_UNREACHABLE(
      "L2-CHAIN-UNREACHABLE", Level.L2, "The chain was not asked, or gave no answer."),
  L2_NO_CONTRACT("L2-NO-CONTRACT", Level.L2, "There is no contract where the rules say it is."),
  L2_CONTRACT_DIFFERS(
      "L2-CONTRACT-DIFFERS", Level.L2, "The contract is another log's or another operator's."),
  L2_HANDOVER_MISSING(
      "L2-HANDOVER-MISSING",
      Level.L2,
      "The log was handed over to another operator, and the contract was not, or not so."),
  L2_HANDOVER_UNKNOWN(
      "L2-HANDOVER-UNKNOWN",
      Level.L2,
      "The contract was handed over as the log does not say, perhaps there and back."),
  L2_HANDOVERS_UNREADABLE(
      "L2-HANDOVERS-UNREADABLE",
      Level.L2,
      "The chain does not tell how the contract changed hands."),
  L2_NOT_ANCHORED("L2-NOT-ANCHORED", Level.L2, "The chain does not have a period."),
  L2_ANCHOR_DIFFERS(
      "L2-ANCHOR-DIFFERS", Level.L2, "The chain has another anchor than was published."),
  L2_UNKNOWN_PERIOD(
      "L2-UNKNOWN-PERIOD", Level.L2, "The chain has a period that the records do not close."),
  L3_RULES_DIFFER(
      "L3-RULES-DIFFER", Level.L3, "The published rules are not those that the anchors name."),
  L3_RULES_REPEATED(
      "L3-RULES-REPEATED", Level.L3, "There is another record of rules beside the newest one."),
  L3_EPOCH_NOT_HANDED_OVER(
      "L3-EPOCH-NOT-HANDED-OVER",
      Level.L3,
      "Rules do not follow on those before them, or not both operators signed that they do."),
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
  L4_CLOSE_OFF_SCHEDULE(
      "L4-CLOSE-OFF-SCHEDULE",
      Level.L4,
      "A period begins or ends where the schedule in the rules does not let it."),
  L4_CLOSE_OVERDUE(
      "L4-CLOSE-OVERDUE", Level.L4, "The open period should have ended long ago, and is open."),
  L4_CLOSE_MISSING(
      "L4-CLOSE-MISSING", Level.L4, "A partition does not close a period that is published."),
  L4_EPOCH_NOT_ENDED(
      "L4-EPOCH-NOT-ENDED",
      Level.L4,
      "A partition of an ended epoch does not end with the close at which the next one begins."),
  L4_EPOCH_OVERRUN(
      "L4-EPOCH-OVERRUN", Level.L4, "A record came into the topic of an epoch that had ended."),
  L4_OFFSET_ORDER("L4-OFFSET-ORDER", Level.L4, "A record is not in the order of its offset."),
  L4_ROW_DIFFERS("L4-ROW-DIFFERS", Level.L4, "A settlement row is not what the records give."),
  L4_ROW_MISSING("L4-ROW-MISSING", Level.L4, "A settlement row that the records give is missing."),
  L4_ROW_UNKNOWN(
      "L4-ROW-UNKNOWN", Level.L4, "A settlement row is repeated, or of nothing in the records."),
  L4_UNEVEN_TOTALS(
      "L4-UNEVEN-TOTALS", Level.L4, "The published rows of an asset owe more or less than is due."),
  L4_ROWS_END_DIFFERS(
      "L4-ROWS-END-DIFFERS",
      Level.L4,
      "The end of a period's settlement rows is missing, repeated or counts others."),
  L4_APPENDED_TOO_EARLY(
      "L4-APPENDED-TOO-EARLY",
      Level.L4,
      "A record was appended before the close or the records that it was made from."),
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
  L4_OPEN_PERIOD("L4-OPEN-PERIOD", Level.L4, "Records of a period that is not closed yet."),
  L4_INTERIM_NOT_SIGNED(
      "L4-INTERIM-NOT-SIGNED",
      Level.L4,
      "A note about an open period is not signed by the log's key."),
  L4_INTERIM_DIFFERS(
      "L4-INTERIM-DIFFERS",
      Level.L4,
      "A record of log-interim-heads is not what its note says, or out of its place."),
  L4_INTERIM_SHORTENED(
      "L4-INTERIM-SHORTENED",
      Level.L4,
      "A period has fewer records than the log's key signed while it was open."),
  L4_INTERIM_REWRITTEN(
      "L4-INTERIM-REWRITTEN",
      Level.L4,
      "The first records of a period are not those that the log's key signed while it was open."),
  L5_LINE_UNREADABLE(
      "L5-LINE-UNREADABLE",
      Level.L5,
      "A topic of the line is missing, so orders can't be checked."),
  L5_RECORD_UNREADABLE(
      "L5-RECORD-UNREADABLE",
      Level.L5,
      "A record of the line does not decode, or not under its topic's schema."),
  L5_WRONG_KEY(
      "L5-WRONG-KEY",
      Level.L5,
      "A record's key or partition is not that of the order it is about."),
  L5_CATALOGUE_MALFORMED(
      "L5-CATALOGUE-MALFORMED",
      Level.L5,
      "A document of the catalogue does not parse, or is not under its id."),
  L5_CATALOGUE_GAP(
      "L5-CATALOGUE-GAP", Level.L5, "A record of the catalogue is missing or out of its place."),
  L5_CATALOGUE_REPEATED(
      "L5-CATALOGUE-REPEATED",
      Level.L5,
      "A document of the catalogue is published again unchanged."),
  L5_CATALOGUE_DIFFERS(
      "L5-CATALOGUE-DIFFERS",
      Level.L5,
      "A document of the catalogue is not the one that a plan was made from."),
  L5_CATALOGUE_STALE(
      "L5-CATALOGUE-STALE",
      Level.L5,
      "A plan was made from an old catalogue, and a newer document had been there for long."),
  L5_KEY_LINK_INVALID(
      "L5-KEY-LINK-INVALID", Level.L5, "An agent's rotated key is not linked as the rules ask."),
  L5_KEY_NOT_LINKED(
      "L5-KEY-NOT-LINKED", Level.L5, "An agent's address changed without a link to the old one."),
  L5_KEY_RETIRED(
      "L5-KEY-RETIRED", Level.L5, "A receipt is signed by an address that was rotated before."),
  L5_ORDER_MALFORMED(
      "L5-ORDER-MALFORMED", Level.L5, "An accepted order is not what its id and hash say."),
  L5_ORDER_NOT_SIGNED(
      "L5-ORDER-NOT-SIGNED", Level.L5, "The signature in an order is not its buyer's."),
  L5_ORDER_MISSING(
      "L5-ORDER-MISSING", Level.L5, "Something was decided about an order that is not there."),
  L5_ORDER_REPEATED("L5-ORDER-REPEATED", Level.L5, "An order was accepted twice."),
  L5_ORDER_DIFFERS(
      "L5-ORDER-DIFFERS", Level.L5, "An order is not the one that was planned or worked on."),
  L5_ORDER_TIME_DIFFERS(
      "L5-ORDER-TIME-DIFFERS",
      Level.L5,
      "An order's append time is not that at which it was decided."),
  L5_ORDER_NOT_ENDED(
      "L5-ORDER-NOT-ENDED", Level.L5, "An order has no plan or not all outcomes, and should."),
  L5_DAY_CAP_DIFFERS(
      "L5-DAY-CAP-DIFFERS", Level.L5, "The answer of a daily cap does not fit plan and policy."),
  L5_DAY_CAP_EXCEEDED(
      "L5-DAY-CAP-EXCEEDED",
      Level.L5,
      "A tenant's plans of a day cost more than its daily cap ever allowed on it."),
  L5_PLAN_MALFORMED("L5-PLAN-MALFORMED", Level.L5, "A plan is not what its hash and id say."),
  L5_PLAN_MISSING("L5-PLAN-MISSING", Level.L5, "Work was done under a plan that is not there."),
  L5_PLAN_REPEATED("L5-PLAN-REPEATED", Level.L5, "An order was planned twice."),
  L5_PLAN_DIFFERS(
      "L5-PLAN-DIFFERS",
      Level.L5,
      "A plan is not the one that order and catalogue give, or that was worked on."),
  L5_PLAN_ORDER(
      "L5-PLAN-ORDER", Level.L5, "Plans do not come in the order in which they were decided."),
  L5_PROOF_DIFFERS(
      "L5-PROOF-DIFFERS",
      Level.L5,
      "The text of a receipt's proof of work is not the one that its proofHash commits to."),
  L5_EXECUTION_MISSING(
      "L5-EXECUTION-MISSING", Level.L5, "A receipt states an outcome that is not in executions."),
  L5_EXECUTION_DIFFERS(
      "L5-EXECUTION-DIFFERS", Level.L5, "An execution is not what its receipt states."),
  L5_EXECUTION_REPEATED(
      "L5-EXECUTION-REPEATED", Level.L5, "A step, or an order, has a second outcome."),
  L5_EXECUTION_ORDER(
      "L5-EXECUTION-ORDER", Level.L5, "Executions do not come in the order of their receipts."),
  L5_EXECUTION_UNPLANNED(
      "L5-EXECUTION-UNPLANNED", Level.L5, "An outcome is not of a step as it was planned."),
  L5_RECEIPT_MISSING(
      "L5-RECEIPT-MISSING", Level.L5, "An execution has no receipt that the log accepted."),
  L5_RECEIPT_NOT_SETTLED(
      "L5-RECEIPT-NOT-SETTLED",
      Level.L5,
      "A receipt with an amount is none that the settlement of its order counts."),
  L5_ACKNOWLEDGEMENT_NOT_SIGNED(
      "L5-ACKNOWLEDGEMENT-NOT-SIGNED",
      Level.L5,
      "A promise of a receipt is not signed by the house agent."),
  L5_ACKNOWLEDGEMENT_BROKEN(
      "L5-ACKNOWLEDGEMENT-BROKEN",
      Level.L5,
      "A promised receipt is not in the log, or came too late."),
  L5_ACKNOWLEDGEMENT_MISSING(
      "L5-ACKNOWLEDGEMENT-MISSING",
      Level.L5,
      "An order was accepted and no promise of a receipt is there."),
  L5_SETTLEMENT_MISSING(
      "L5-SETTLEMENT-MISSING", Level.L5, "An order has ended and is not settled."),
  L5_SETTLEMENT_REPEATED("L5-SETTLEMENT-REPEATED", Level.L5, "An order is settled twice."),
  L5_SETTLEMENT_DIFFERS(
      "L5-SETTLEMENT-DIFFERS",
      Level.L5,
      "A settlement is not what plan and receipts give: paid is not spent and refunded."),
  L5_APPENDED_OUT_OF_TIME(
      "L5-APPENDED-OUT-OF-TIME",
      Level.L5,
      "A record was appended before what it was made from, or after what was made from it."),
  L5_PAYOUT_EXCEEDS(
      "L5-PAYOUT-EXCEEDS", Level.L5, "The vault has paid an account more than its rows credit."),
  L5_PAYOUT_OUTSTANDING(
      "L5-PAYOUT-OUTSTANDING", Level.L5, "The vault has not yet paid all that the rows credit."),
  L5_REFUND_EXCEEDS(
      "L5-REFUND-EXCEEDS",
      Level.L5,
      "The vault has returned more to an account than it had paid in and not spent."),
  L5_VAULT_NOT_NAMED(
      "L5-VAULT-NOT-NAMED", Level.L5, "Nobody said which vault must pay what the rows credit."),
  L5_VAULT_UNREADABLE(
      "L5-VAULT-UNREADABLE", Level.L5, "The vault could not be asked what it has paid.");

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
