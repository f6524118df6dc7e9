/** Reads {@code gigent-agent.yaml}, the file that describes a Gigent agent to its runtime. */
@NullMarked
package dev.quittance.market.gigent.yaml;

import org.jspecify.annotations.NullMarked;
