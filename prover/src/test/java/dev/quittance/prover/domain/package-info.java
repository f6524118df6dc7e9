/** Tests of what the prover decides. */
@NullMarked
package dev.quittance.prover.domain;

import org.jspecify.annotations.NullMarked;
