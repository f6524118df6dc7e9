/** Completes orders on the contract: one sender for each seller's key. */
@NullMarked
package dev.quittance.market.agentl2.deliver;

import org.jspecify.annotations.NullMarked;
