/** Follows the logs of an AgentL2 marketplace: what has been read, confirmed, handed in. Pure. */
@NullMarked
package dev.quittance.market.agentl2.follow;

import org.jspecify.annotations.NullMarked;
