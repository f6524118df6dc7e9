/** AgentL2: orders from a marketplace contract's logs, and their completion on it. */
@NullMarked
package dev.quittance.market.agentl2;

import org.jspecify.annotations.NullMarked;
