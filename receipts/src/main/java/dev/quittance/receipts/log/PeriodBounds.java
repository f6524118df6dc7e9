package dev.quittance.receipts.log;

/** A period's start (incl.) and end (excl.), unix seconds. */
public record PeriodBounds(long start, long end) {}
