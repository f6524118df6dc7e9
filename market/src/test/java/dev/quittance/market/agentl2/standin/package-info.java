/** A devnet with AgentL2's contracts, for tests here and of the whole line. */
@NullMarked
package dev.quittance.market.agentl2.standin;

import org.jspecify.annotations.NullMarked;
