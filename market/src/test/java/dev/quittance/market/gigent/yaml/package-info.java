/** Tests of the agent file. */
@NullMarked
package dev.quittance.market.gigent.yaml;

import org.jspecify.annotations.NullMarked;
