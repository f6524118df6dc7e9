/** What happened to orders, as the seven events of AgentL2's runtime, and where readers stand. */
@NullMarked
package dev.quittance.explorer.events;

import org.jspecify.annotations.NullMarked;
