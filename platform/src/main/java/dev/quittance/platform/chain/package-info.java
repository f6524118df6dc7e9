/** An EVM chain over JSON-RPC: typed reads, fees, signing and sending of transactions. */
@NullMarked
package dev.quittance.platform.chain;

import org.jspecify.annotations.NullMarked;
