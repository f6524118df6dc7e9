package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.EcdsaSignature;

/** A period close and a signature over its digest; nothing is said about whose it is. */
public record SignedPeriodClose(PeriodClose close, EcdsaSignature signature) {}
