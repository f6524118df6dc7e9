/** Measures the line beside a bare chain of topologies, on one machine and on real parts. */
@NullMarked
package dev.quittance.bench;

import org.jspecify.annotations.NullMarked;
