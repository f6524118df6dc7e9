/** Receipts whose agents' keys a remote signer has: signed beside the topology, in order. */
@NullMarked
package dev.quittance.prover.signing;

import org.jspecify.annotations.NullMarked;
