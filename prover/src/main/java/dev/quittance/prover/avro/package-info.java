/** Between execution records and the prover's own types. */
@NullMarked
package dev.quittance.prover.avro;

import org.jspecify.annotations.NullMarked;
