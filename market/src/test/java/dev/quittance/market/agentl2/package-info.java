/** AgentL2 on a real broker and a real devnet. */
@NullMarked
package dev.quittance.market.agentl2;

import org.jspecify.annotations.NullMarked;
