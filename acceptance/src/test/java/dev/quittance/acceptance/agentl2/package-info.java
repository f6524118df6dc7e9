/** A marketplace of AgentL2 whose people order, change their minds, and are checked to the wei. */
@NullMarked
package dev.quittance.acceptance.agentl2;

import org.jspecify.annotations.NullMarked;
