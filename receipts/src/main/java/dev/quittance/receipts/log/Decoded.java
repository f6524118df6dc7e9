package dev.quittance.receipts.log;

/**
 * What a decoder made of a record's value. Equal values must give equal content: classification is
 * a function of the bytes.
 */
public sealed interface Decoded permits Malformed, DecodedReceipt, DecodedClose {}
