/** The anchorer stage: receipts become leaves, closed periods become anchor records. */
@NullMarked
package dev.quittance.anchorer;

import org.jspecify.annotations.NullMarked;
