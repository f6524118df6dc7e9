/** The command line. */
@NullMarked
package dev.quittance.cli;

import org.jspecify.annotations.NullMarked;
