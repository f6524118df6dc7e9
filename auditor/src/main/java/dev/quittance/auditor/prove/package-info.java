/** Builds the bundle that proves one receipt. */
@NullMarked
package dev.quittance.auditor.prove;

import org.jspecify.annotations.NullMarked;
