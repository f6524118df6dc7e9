package dev.quittance.executor.builtin;

/**
 * A value found in a text.
 *
 * @param start its offset in UTF-16 units
 * @param end the offset after it
 * @param value the value in its normal form
 */
record Found(int start, int end, String value) {}
