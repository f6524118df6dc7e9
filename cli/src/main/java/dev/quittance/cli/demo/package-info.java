/** One command that runs the whole line on embedded real parts. */
@NullMarked
package dev.quittance.cli.demo;

import org.jspecify.annotations.NullMarked;
