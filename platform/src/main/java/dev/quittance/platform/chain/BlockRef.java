package dev.quittance.platform.chain;

import dev.quittance.receipts.crypto.Bytes32;

/** A block by number and hash: after a reorg the same number has another hash. */
public record BlockRef(long number, Bytes32 hash) {}
