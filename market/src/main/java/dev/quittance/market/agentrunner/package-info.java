/**
 * The data layer that AgentRunner's runners push their signed receipts to: kept as they came,
 * notarised by orders of their own, and given back in trees by AgentRunner's own rules.
 */
@NullMarked
package dev.quittance.market.agentrunner;

import org.jspecify.annotations.NullMarked;
