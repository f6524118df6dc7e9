/** The program as its users meet it. */
@NullMarked
package dev.quittance.cli;

import org.jspecify.annotations.NullMarked;
