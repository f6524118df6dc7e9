/** Agents of Gigent: their files, their place in a line, and a line of their own. */
@NullMarked
package dev.quittance.cli.agent;

import org.jspecify.annotations.NullMarked;
