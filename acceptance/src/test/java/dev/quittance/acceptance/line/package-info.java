/** A whole line as its operators run it, for tests: real parts, a process per stage. */
@NullMarked
package dev.quittance.acceptance.line;

import org.jspecify.annotations.NullMarked;
