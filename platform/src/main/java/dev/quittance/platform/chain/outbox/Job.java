package dev.quittance.platform.chain.outbox;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;

/**
 * A call that is to be effective once.
 *
 * <p>The outbox sends it once as far as the chain can tell; where other senders exist too, or a
 * lost journal, the contract must take the same call again as nothing new.
 *
 * @param id names it within its outbox
 * @param to the contract
 * @param data the call's ABI encoding
 * @param gasLimit gas at most; given, since an estimate would miss what jobs in flight change
 * @param <K> type of the id, a value
 */
public record Job<K>(K id, Address to, Bytes data, long gasLimit) {}
