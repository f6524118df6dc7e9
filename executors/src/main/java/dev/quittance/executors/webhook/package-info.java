/** Work done by a vendor's own endpoint: AgentL2's body, signed after Standard Webhooks. */
@NullMarked
package dev.quittance.executors.webhook;

import org.jspecify.annotations.NullMarked;
