/** The commands for a line that somebody operates, or checks without trusting its operator. */
@NullMarked
package dev.quittance.cli.command;

import org.jspecify.annotations.NullMarked;
