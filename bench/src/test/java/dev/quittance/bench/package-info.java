/** Tests of the benchmark. */
@NullMarked
package dev.quittance.bench;

import org.jspecify.annotations.NullMarked;
