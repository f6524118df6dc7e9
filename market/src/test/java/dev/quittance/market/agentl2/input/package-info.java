/** Tests of input. */
@NullMarked
package dev.quittance.market.agentl2.input;

import org.jspecify.annotations.NullMarked;
