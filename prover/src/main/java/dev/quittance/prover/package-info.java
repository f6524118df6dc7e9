/** The prover stage: one signed receipt per execution, in gap-free sequences. */
@NullMarked
package dev.quittance.prover;

import org.jspecify.annotations.NullMarked;
