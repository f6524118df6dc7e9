/** A line as a whole: setting it up, opening it, and the stages that run in a process. */
@NullMarked
package dev.quittance.line;

import org.jspecify.annotations.NullMarked;
