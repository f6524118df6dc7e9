package dev.quittance.cli.demo;

/** How far an order has come, and how it ended; an order has any number of them. */
enum Milestone {
  /** Ingest has taken it, or refused it with a record. */
  ACCEPTED,
  /** It has a plan, or a refusal. */
  DECIDED,
  /** Each of its steps has an execution, or it was refused. */
  EXECUTED,
  /** Each execution has a signed receipt. */
  PROVEN,
  /** It has a settlement. */
  SETTLED,
  /** Every receipt stands in a period whose anchor is final on chain. */
  ANCHORED,
  /** It ended well. */
  COMPLETED,
  /** It ended rejected, blocked, expired or cancelled. */
  REFUSED,
  /** A step failed while running. */
  FAILED
}
