/** A line on one machine, each stage in a process of its own, supervised. */
@NullMarked
package dev.quittance.cli.up;

import org.jspecify.annotations.NullMarked;
