/** Tests of proofs. */
@NullMarked
package dev.quittance.auditor.prove;

import org.jspecify.annotations.NullMarked;
