/** Tests of agents in a line. */
@NullMarked
package dev.quittance.cli.agent;

import org.jspecify.annotations.NullMarked;
