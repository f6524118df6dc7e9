/** The EVM chain: calls, and sending one transaction after another per key. */
@NullMarked
package dev.quittance.platform.chain;

import org.jspecify.annotations.NullMarked;
