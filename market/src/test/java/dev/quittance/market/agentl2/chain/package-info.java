/** Tests of chain. */
@NullMarked
package dev.quittance.market.agentl2.chain;

import org.jspecify.annotations.NullMarked;
