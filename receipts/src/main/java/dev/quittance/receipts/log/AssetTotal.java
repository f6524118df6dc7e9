package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;

/** All accounts of one asset together: in a period, and over the whole log up to it. */
public record AssetTotal(Address asset, Balance period, Balance cumulative) {}
