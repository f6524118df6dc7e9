/** Tests of deliver. */
@NullMarked
package dev.quittance.market.agentl2.deliver;

import org.jspecify.annotations.NullMarked;
