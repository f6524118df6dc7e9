/** Receipts in the forms of other systems, so that those can verify them by their own rules. */
@NullMarked
package dev.quittance.receipts.foreign;

import org.jspecify.annotations.NullMarked;
