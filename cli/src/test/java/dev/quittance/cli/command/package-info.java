/** Each command, called as from a shell. */
@NullMarked
package dev.quittance.cli.command;

import org.jspecify.annotations.NullMarked;
