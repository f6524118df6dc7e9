/** Verifies bundles, offline or with a look at the chain. */
@NullMarked
package dev.quittance.auditor.verify;

import org.jspecify.annotations.NullMarked;
