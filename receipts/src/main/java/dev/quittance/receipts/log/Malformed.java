package dev.quittance.receipts.log;

/** A value that does not decode, or a null value. */
public record Malformed() implements Decoded {}
