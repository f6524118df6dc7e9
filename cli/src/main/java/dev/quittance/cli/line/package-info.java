/** All stages of a line composed in one process. */
@NullMarked
package dev.quittance.cli.line;

import org.jspecify.annotations.NullMarked;
