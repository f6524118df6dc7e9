package dev.quittance.receipts;

import dev.quittance.receipts.crypto.EcdsaSignature;

/**
 * A receipt and a signature over its EIP-712 digest; nothing is said about whether it is the
 * agent's.
 */
public record SignedReceipt(Receipt receipt, EcdsaSignature signature) {}
