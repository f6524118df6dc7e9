/** A line on this machine: its folder, its embedded parts, set up with the samples. */
@NullMarked
package dev.quittance.cli.local;

import org.jspecify.annotations.NullMarked;
