package dev.quittance.market.agentl2.input;

import dev.quittance.planning.document.Hash32;

/**
 * What a buyer wants an order to work on; its bytes are in the blob store.
 *
 * @param sha256 their hash, which the line's order commits to
 * @param bytes how many there are
 * @param signed whether the buyer's signature came with it: then no unsigned one replaces it
 */
public record OrderInput(Hash32 sha256, int bytes, boolean signed) {}
