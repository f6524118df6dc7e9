/** Sends the transactions of one key, each effective exactly once over crashes and reorgs. */
@NullMarked
package dev.quittance.platform.chain.outbox;

import org.jspecify.annotations.NullMarked;
