/** The contracts of an AgentL2 marketplace, read through a node. */
@NullMarked
package dev.quittance.market.agentl2.chain;

import org.jspecify.annotations.NullMarked;
