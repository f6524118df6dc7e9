/** What happened to orders, read from the records of the topics, as AgentL2's runtime tells it. */
@NullMarked
package dev.quittance.platform.events;

import org.jspecify.annotations.NullMarked;
