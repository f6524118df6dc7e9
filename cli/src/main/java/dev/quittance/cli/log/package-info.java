/** The log of stages on standard error: JSON for programs, text for people. */
@NullMarked
package dev.quittance.cli.log;

import org.jspecify.annotations.NullMarked;
