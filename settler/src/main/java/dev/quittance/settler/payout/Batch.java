package dev.quittance.settler.payout;

/**
 * One claim transaction of a period.
 *
 * @param seq the period
 * @param number of the batch in it, from 0
 * @param count batches of the period
 */
record Batch(long seq, int number, int count) {}
