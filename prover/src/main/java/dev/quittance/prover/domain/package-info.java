/** What the prover decides, as pure functions. */
@NullMarked
package dev.quittance.prover.domain;

import org.jspecify.annotations.NullMarked;
